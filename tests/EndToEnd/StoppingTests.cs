using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LoanServicing.EndToEnd.Harness;

namespace LoanServicing.EndToEnd;

/// <summary>A process that is asked to stop (SIGTERM) ends by itself, whatever it waits for, and what it had in hand is done at the next start.</summary>
public sealed class StoppingTests
{
    private const int Done = 0;
    private const int Found = 1;

    /// <summary>What becomes of the first row of tests/data/applications.csv, whose outcome is eligible.</summary>
    private const string Assessed = "AwaitingApproval";

    [Fact]
    public Task Terminated_WhileAServiceWaitsForItsDatabase_InMemory_LosesNothing() => StopAndGoOnAsync(Transport.InMemory(), "eligibility", verifySays: "verify: clean", verifyEnds: Done);

    [RabbitMqFact]
    public Task Terminated_WhileAServiceWaitsForItsDatabase_OnRabbitMq_LosesNothing() => StopAndGoOnAsync(new Broker(), "eligibility", verifySays: " facts in the services' queues", verifyEnds: Found);

    private static async Task StopAndGoOnAsync(Transport transport, string locked, string verifySays, int verifyEnds)
    {
        await using var ofThisTest = transport;
        using var folder = new HostFolder();
        await using (var host = HostProcess.Start(folder, ["serve", .. transport.Arguments]))
        {
            await host.ReadyAsync();
            using (folder.Lock(locked))
            {
                await SubmitAsync(folder, host);
                using var onlooker = await host.ClientAsync("onlooker", "auditor");
                Assert.Equal("Submitted", await StatusAsync(onlooker));
                await host.UntilAsync(() => Task.FromResult(host.Text.Contains("database is locked")), $"{locked} waits for its database");
                Assert.True(await host.TerminateAsync() == Done, host.ToString());
            }
        }

        await using (var verify = HostProcess.Start(folder, ["verify", .. transport.Arguments]))
        {
            Assert.True(await verify.ExitAsync() == verifyEnds, verify.ToString());
            Assert.Contains(verifySays, verify.Text, StringComparison.Ordinal);
        }

        await using var again = HostProcess.Start(folder, ["serve", .. transport.Arguments]);
        await again.ReadyAsync();
        using var auditor = await again.ClientAsync("onlooker", "auditor");
        await again.UntilAsync(async () => await StatusAsync(auditor) == Assessed, "the application is assessed");
        Assert.Empty(await transport.GivenUpAsync());
    }

    private static async Task SubmitAsync(HostFolder folder, HostProcess host)
    {
        var file = SampleApplications.First(1).WriteTo(folder.File("one.csv"));
        await using var import = HostProcess.Start(
            folder.Path, ["import-applications", file, $"--urls={await host.AddressAsync()}", $"--Data:Folder={folder.Data}"]);
        Assert.True(await import.ExitAsync() == Done, import.ToString());
    }

    private static async Task<string> StatusAsync(HttpClient auditor) =>
        (string)Assert.Single((await auditor.GetFromJsonAsync<JsonNode>("applications"))!["items"]!.AsArray())!["status"]!;
}
