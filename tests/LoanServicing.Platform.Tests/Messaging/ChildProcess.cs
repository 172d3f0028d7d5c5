using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport;

namespace LoanServicing.Platform.Tests.Messaging;

/// <summary>The tests' two services in a process of their own.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process, string firstLine)
    {
        _process = process;
        FirstLine = firstLine;
    }

    /// <summary>Its address, or why it did not start.</summary>
    public string FirstLine { get; }

    public static async Task<ChildProcess> StartAsync(string folder, params string[] more)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        string[] arguments = ["exec", typeof(Program).Assembly.Location, folder, .. more];
        Array.ForEach(arguments, start.ArgumentList.Add);
        var process = Process.Start(start)!;
        var line = await NextLineAsync(process);
        return new ChildProcess(process, line);
    }

    public Task<string> NextLineAsync() => NextLineAsync(_process);

    public async Task<HttpClient> OfficerAsync()
    {
        var client = new HttpClient { BaseAddress = new Uri(new Uri(FirstLine), "/api/v1/"), Timeout = Eventually.Deadline };
        using var issued = await client.PostAsJsonAsync("dev/tokens", new { subject = "officer-1", roles = new[] { Roles.Officer } });
        var token = (await issued.Content.ReadFromJsonAsync<TokenIssued>())!.Token;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>SIGKILL: nothing of the process runs any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Eventually.Deadline);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static async Task<string> NextLineAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync().WaitAsync(Eventually.Deadline) ?? "";
}
