using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LoanServicing.Platform.Tests.Broker;

/// <summary>Stands between a process and the broker, so that a test can cut the wire without touching either.</summary>
internal sealed class TcpProxy : IDisposable
{
    private readonly Uri _broker;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _open = [];
    private volatile bool _isMute;
    private volatile int _unanswered;
    private volatile int _connections;
    private TaskCompletionSource? _held;

    public TcpProxy(Uri broker)
    {
        _broker = broker;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The broker as reached through here.</summary>
    public Uri Address => new UriBuilder(_broker) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;

    /// <summary>Cuts every connection; new ones are let through.</summary>
    public void Cut()
    {
        while (_open.TryTake(out var client))
        {
            client.Dispose();
        }
    }

    /// <summary>Connections that were taken and never answered.</summary>
    public int Unanswered => _unanswered;

    /// <summary>Cuts every connection; new ones are taken and not answered, for as long as they last, until <see cref="Speak"/>.</summary>
    public void Mute()
    {
        _isMute = true;
        Cut();
    }

    /// <summary>Lets new connections through again.</summary>
    public void Speak() => _isMute = false;

    /// <summary>Connections that are let through or held, and have not ended.</summary>
    public int Connections => _connections;

    /// <summary>New connections are taken, and hear from the broker only after <see cref="Release"/>.</summary>
    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets those through that are held, and new ones.</summary>
    public void Release() => Interlocked.Exchange(ref _held, null)?.SetResult();

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptTcpClientAsync();
                _open.Add(near);
                if (_isMute)
                {
                    Interlocked.Increment(ref _unanswered);
                    continue;
                }

                Interlocked.Increment(ref _connections);
                _ = JoinAsync(near, Volatile.Read(ref _held)?.Task ?? Task.CompletedTask);
            }
        }
        catch (Exception ended) when (ended is ObjectDisposedException or SocketException)
        {
            return; // the test is over
        }
    }

    private async Task JoinAsync(TcpClient near, Task held)
    {
        try
        {
            await held;
            using var far = new TcpClient();
            _open.Add(far);
            await far.ConnectAsync(_broker.Host, _broker.Port);
            await Task.WhenAll(CopyAsync(near, far), CopyAsync(far, near));
        }
        catch (Exception ended) when (ended is ObjectDisposedException or SocketException)
        {
            return; // cut before it was let through, or the broker is away
        }
        finally
        {
            near.Dispose();
            Interlocked.Decrement(ref _connections);
        }
    }

    private static async Task CopyAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception cut) when (cut is IOException or ObjectDisposedException or InvalidOperationException)
        {
            return; // cut, or closed by one side
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
