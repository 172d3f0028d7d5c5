using System.Diagnostics;
using System.Text.RegularExpressions;
using LoanServicing.TestSupport;

namespace LoanServicing.EndToEnd.Harness;

/// <summary>One run of the built executable. What it printed is part of every failure; it is killed when the test ends.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    /// <summary>Bounds a run that hangs; nothing is asserted about time.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(9);

    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly HttpClient _http = new() { Timeout = Eventually.Deadline };
    private bool _disposed;

    private HostProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public IReadOnlyList<string> Output => Snapshot(_output);

    /// <summary>The lines of the error stream that say something.</summary>
    public IReadOnlyList<string> Errors => [.. Snapshot(_errors).Where(line => !string.IsNullOrWhiteSpace(line))];

    public string Text => string.Join('\n', Output);

    /// <summary>Starts a run with exactly these arguments.</summary>
    /// <param name="environment">The value of <c>ASPNETCORE_ENVIRONMENT</c>; null leaves it unset, which is production.</param>
    public static HostProcess Start(string workingFolder, IEnumerable<string> arguments, string? environment = "Development") =>
        Start(workingFolder, [BuiltHost.File], arguments, environment);

    /// <summary>Starts a run as README does, with <c>dotnet run</c>.</summary>
    public static HostProcess StartFromProject(string workingFolder, IEnumerable<string> arguments) =>
        Start(workingFolder, BuiltHost.RunArguments, arguments, environment: null);

    private static HostProcess Start(string workingFolder, IEnumerable<string> program, IEnumerable<string> arguments, string? environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = workingFolder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(ConfiguresTheHost).ToList())
        {
            start.Environment.Remove(name);
        }

        if (environment is not null)
        {
            start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        }

        foreach (var argument in program.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        return new HostProcess(start);
    }

    /// <summary>Starts a run on the folder's data and bank folder, listening on a port that is free.</summary>
    public static HostProcess Start(HostFolder folder, IEnumerable<string> arguments, string? environment = "Development") =>
        Start(
            folder.Path,
            [.. arguments, $"--Data:Folder={folder.Data}", $"--Bank:Folder={folder.Bank}", "--urls=http://127.0.0.1:0"],
            environment);

    /// <summary>Waits for the end; the exit code.</summary>
    public async Task<int> ExitAsync()
    {
        using var deadline = new CancellationTokenSource(LongestRun);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException cause)
        {
            throw new TimeoutException($"It did not end within {LongestRun}. {this}", cause);
        }

        return _process.ExitCode;
    }

    /// <summary>SIGTERM: it is asked to stop; the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        return await ExitAsync();
    }

    /// <summary>SIGKILL: nothing is flushed, no handler runs. Fails when it had ended by itself before.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        if (_process.ExitCode is 0 or 1 or 2)
        {
            throw new InvalidOperationException($"It had ended before it was killed. {this}");
        }
    }

    /// <summary>The address that it says it listens on.</summary>
    public async Task<Uri> AddressAsync()
    {
        await UntilAsync(() => Task.FromResult(Address() is not null), "it names its address");
        return new Uri(Address()!);
    }

    public async Task<Uri> ReadyAsync()
    {
        var address = await AddressAsync();
        await UntilAsync(async () => (await _http.GetAsync(new Uri(address, "/health/ready"))).IsSuccessStatusCode, "/health/ready");
        return address;
    }

    /// <summary>Waits until something is true while it runs.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        try
        {
            await Eventually.TrueAsync(async () => HasEnded() is false && await condition(), what);
        }
        catch (Exception cause) when (cause is TimeoutException or HttpRequestException)
        {
            throw new InvalidOperationException($"Waited for {what}: {cause.Message} {this}", cause);
        }

        bool HasEnded() => _process.HasExited ? throw new InvalidOperationException($"It ended before {what}. {this}") : false;
    }

    /// <inheritdoc cref="DevelopmentClient.CreateAsync"/>
    public async Task<HttpClient> ClientAsync(string subject, params string[] roles) => await DevelopmentClient.CreateAsync(await AddressAsync(), subject, roles);

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    public override string ToString()
    {
        var state = _process.HasExited ? $"ended with {_process.ExitCode}" : "still runs";
        return $"'{string.Join(' ', _process.StartInfo.ArgumentList.Skip(1))}' {state}.\n{Text}\n{string.Join('\n', Errors)}";
    }

    private string? Address() =>
        Output.Select(line => ListensAt().Match(line)).Where(match => match.Success).Select(match => match.Value).FirstOrDefault();

    // Whatever the environment of the tests says must not reach the host: double underscores are configuration keys.
    private static bool ConfiguresTheHost(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase) || name is "DOTNET_ENVIRONMENT" or "Services" || name.Contains("__");

    private void Keep(List<string> lines, string? line)
    {
        if (line is not null)
        {
            lock (_gate)
            {
                lines.Add(line);
            }
        }
    }

    private IReadOnlyList<string> Snapshot(List<string> lines)
    {
        lock (_gate)
        {
            return [.. lines];
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListensAt();
}
