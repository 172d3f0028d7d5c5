using System.Diagnostics;

namespace LoanServicing.EndToEnd.Harness;

/// <summary>Debian's amqp-tools (librabbitmq, written in C): what an outside party sends and hears with a client that is not ours.</summary>
internal static class ForeignClient
{
    private const string Publish = "amqp-publish";
    private const string Consume = "amqp-consume";

    public static string? WhyNot =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, Publish)))
            ? null
            : "It needs amqp-publish and amqp-consume (Debian's amqp-tools); tests/run.sh installs them.";

    /// <summary>Publishes one message by routing key to the default exchange.</summary>
    public static async Task PublishAsync(Broker broker, string queue, string body)
    {
        using var process = Process.Start(Program(Publish, "--url", broker.Address, "--routing-key", queue, "--persistent", "--content-type", "application/json", "--body", body))!;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>Listens on an exchange with a queue of its own, and keeps each message as a line.</summary>
    public static Listener Listen(Broker broker, string exchange, string key) =>
        new(Process.Start(Program(Consume, "--url", broker.Address, "--exchange", exchange, "--routing-key", key, "--exclusive", "--", "sh", "-c", "cat; echo"))!);

    private static ProcessStartInfo Program(string name, params string[] arguments) =>
        new(name, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };

    /// <summary>A program that hears; it ends with the test.</summary>
    internal sealed class Listener : IAsyncDisposable
    {
        private readonly Process _process;
        private readonly Lock _gate = new();
        private readonly List<string> _lines = [];

        public Listener(Process process)
        {
            _process = process;
            _process.OutputDataReceived += (_, line) => Keep(line.Data);
            _process.ErrorDataReceived += (_, line) => Keep(line.Data);
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        /// <summary>Messages, and what the program says of itself.</summary>
        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_gate)
                {
                    return [.. _lines];
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        private void Keep(string? line)
        {
            if (!string.IsNullOrEmpty(line))
            {
                lock (_gate)
                {
                    _lines.Add(line);
                }
            }
        }
    }
}
