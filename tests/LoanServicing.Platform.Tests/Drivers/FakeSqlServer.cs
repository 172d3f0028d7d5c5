using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoanServicing.Platform.Tests.Drivers;

/// <summary>
/// Just enough of the TDS protocol to let a client log in and run a command: it answers every command with "done", and keeps what was sent.
/// </summary>
internal sealed class FakeSqlServer : IDisposable
{
    private const byte PreLogin = 0x12;
    private const byte Login = 0x10;
    private const byte Answer = 0x04;

    private static readonly byte[] Done = [0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;
    private readonly List<string> _commands = [];

    public FakeSqlServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public string ConnectionString =>
        $"Server=tcp:127.0.0.1,{((IPEndPoint)_listener.LocalEndpoint).Port};User Id=sa;Password=none;Encrypt=Optional;Pooling=False;Connect Timeout=60";

    /// <summary>Every command so far, its bytes read as UTF-16.</summary>
    public IReadOnlyList<string> Commands => _commands;

    public void Dispose()
    {
        _listener.Dispose();
        _serving.ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            while (await ReadMessageAsync(stream) is { } message)
            {
                var answer = message.Type switch
                {
                    PreLogin => PreLoginAnswer(),
                    Login => [.. Collation(), .. LoginAcknowledged(), .. Done],
                    _ => Keep(message.Body),
                };
                await stream.WriteAsync(Packet(answer));
            }
        }
    }

    private byte[] Keep(byte[] body)
    {
        _commands.Add(Encoding.Unicode.GetString(body) + Encoding.Unicode.GetString(body[1..])); // text may begin on an odd byte
        return Done;
    }

    /// <summary>Version 15.0, no encryption, instance unnamed, no MARS: each option is its number, offset and length, then the values.</summary>
    private static byte[] PreLoginAnswer() =>
    [
        0, 0, 21, 0, 6,
        1, 0, 27, 0, 1,
        2, 0, 28, 0, 1,
        4, 0, 29, 0, 1,
        0xFF,
        15, 0, 0, 0, 0, 0,
        2,
        0,
        0,
    ];

    private static byte[] Collation() => [0xE3, 8, 0, 7, 5, 0x09, 0x04, 0xD0, 0x00, 0x34, 0];

    private static byte[] LoginAcknowledged()
    {
        byte[] name = [4, .. Encoding.Unicode.GetBytes("fake")];
        byte[] body = [1, 0x74, 0, 0, 4, .. name, 15, 0, 0, 0];
        return [0xAD, (byte)body.Length, 0, .. body];
    }

    private static byte[] Packet(byte[] body)
    {
        var packet = new byte[8 + body.Length];
        packet[0] = Answer;
        packet[1] = 1; // the last packet of the message
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        body.CopyTo(packet, 8);
        return packet;
    }

    private static async Task<(byte Type, byte[] Body)?> ReadMessageAsync(NetworkStream stream)
    {
        var header = new byte[8];
        using var body = new MemoryStream();
        do
        {
            if (await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false) < header.Length)
            {
                return null;
            }

            var part = new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)) - header.Length];
            await stream.ReadExactlyAsync(part);
            body.Write(part);
        }
        while ((header[1] & 1) == 0);

        return (header[0], body.ToArray());
    }
}
