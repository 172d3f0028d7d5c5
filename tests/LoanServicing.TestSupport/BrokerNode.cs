using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LoanServicing.TestSupport;

/// <summary>A private RabbitMQ node: own name, ports and folder, so that no other broker of this machine is touched.</summary>
public sealed class BrokerNode : IAsyncDisposable
{
    public const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    /// <summary>Why it cannot be had here; null when it can.</summary>
    public static string? WhyNot => File.Exists(Program) ? null : $"It needs {Program} (Debian's rabbitmq-server); tests/run.sh installs it.";

    private const string Control = "/usr/lib/rabbitmq/bin/rabbitmqctl";

    private readonly TestFolder _folder = new();
    private readonly int _port = FreePort.Next();
    private readonly int _distributionPort = FreePort.Next();
    private readonly int _epmdPort = FreePort.Next();
    private Process? _process;

    public Uri Address => new($"amqp://guest:guest@127.0.0.1:{_port}/");

    private string ConfigurationFile => Path.Combine(_folder.Path, "rabbitmq.conf");

    private string NodeName => $"test{_port}@localhost";

    /// <summary>More lines for the node's configuration; given before it starts.</summary>
    public IReadOnlyList<string> Configuration { get; init; } = [];

    /// <summary>Starts the node, for the first time or again on the same files, and waits until it listens.</summary>
    public async Task StartAsync()
    {
        await File.WriteAllLinesAsync(ConfigurationFile, Configuration);
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in Settings())
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.TrueAsync(ListensAsync, "the broker listens");
    }

    /// <summary>
    /// Gives each queue a leader after a kill: the single member of a quorum queue may wait for one for ever (rabbitmq-server issue 10070,
    /// seen with 3.10.8). deploy/rabbitmq/rabbitmq.conf tells operators the same command.
    /// </summary>
    public Task ElectLeadersAsync() => Eventually.TrueAsync(
        async () => await EvaluateAsync("[ra:trigger_election({Q, node()}) || {Q, S} <- ets:tab2list(ra_state), S =/= leader].") == "[]",
        "every queue has a leader");

    /// <summary>The node ends in order, as an operator stops it.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            await ControlAsync("stop");
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
    }

    /// <summary>The node and everything it started are gone at once, as after a power cut.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        using var epmd = Process.Start(new ProcessStartInfo("epmd", ["-port", $"{_epmdPort}", "-kill"]) { RedirectStandardOutput = true, UseShellExecute = false });
        await epmd!.WaitForExitAsync();
        _folder.Dispose();
    }

    /// <summary>What the node answers to an Erlang expression.</summary>
    private Task<string> EvaluateAsync(string expression) => ControlAsync("eval", expression);

    /// <summary>Runs <c>rabbitmqctl</c> on this node; what it printed.</summary>
    public async Task<string> ControlAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Control, ["-q", "-n", NodeName, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in Settings())
        {
            start.Environment[name] = value;
        }

        using var control = Process.Start(start)!;
        var answer = await control.StandardOutput.ReadToEndAsync();
        await control.WaitForExitAsync();
        return answer.Trim();
    }

    private IEnumerable<(string Name, string Value)> Settings()
    {
        var folder = _folder.Path;
        yield return ("HOME", folder);
        yield return ("ERL_EPMD_PORT", _epmdPort.ToString(CultureInfo.InvariantCulture));
        yield return ("ERL_EPMD_ADDRESS", "127.0.0.1");
        yield return ("RABBITMQ_NODENAME", NodeName);
        yield return ("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
        yield return ("RABBITMQ_NODE_PORT", _port.ToString(CultureInfo.InvariantCulture));
        yield return ("RABBITMQ_DIST_PORT", _distributionPort.ToString(CultureInfo.InvariantCulture));
        yield return ("RABBITMQ_CONFIG_FILE", ConfigurationFile);
        yield return ("RABBITMQ_MNESIA_BASE", Path.Combine(folder, "data"));
        yield return ("RABBITMQ_LOG_BASE", Path.Combine(folder, "log"));
        yield return ("RABBITMQ_ENABLED_PLUGINS_FILE", Path.Combine(folder, "plugins"));
        yield return ("RABBITMQ_PID_FILE", Path.Combine(folder, "pid"));
    }

    private async Task<bool> ListensAsync()
    {
        if (_process!.HasExited)
        {
            throw new InvalidOperationException($"The broker ended with {_process.ExitCode}.");
        }

        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
