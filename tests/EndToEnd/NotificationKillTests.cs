using LoanServicing.EndToEnd.Harness;
using LoanServicing.TestSupport;

namespace LoanServicing.EndToEnd;

/// <summary>What a borrower is told, over real HTTP to a gateway, while the process that tells it is killed.</summary>
public sealed class NotificationKillTests
{
    [Fact]
    public async Task TheLifeOfALoan_IsSentToTheGatewayInPersian_EachTextOnce_ThoughTheProcessIsKilledWithinOne()
    {
        using var folder = new HostFolder();
        await using var gateway = await SmsGateway.StartAsync(holds: 4);
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        string[] serve =
        [
            "serve", $"--Data:Folder={folder.Data}", $"--Bank:Folder={folder.Bank}", $"--urls={address}",
            $"--Notifications:Gateway:Url={gateway.Url}", "--Notifications:Gateway:PerSecond=100",
        ];
        await using var first = HostProcess.Start(folder.Path, serve);
        await first.ReadyAsync();
        var run = new SimulationRun(folder, Transport.InMemory(), SampleApplications.First(1), FinishedSimulation.Seed) { Joined = address };
        await using var simulation = run.Start();

        var held = await gateway.Held.WaitAsync(Eventually.Deadline);
        await first.KillAsync();
        ItsClaimRunsOut(folder);
        await using var second = HostProcess.Start(folder.Path, serve);
        await second.ReadyAsync();
        await simulation.ExitAsync(); // it may have given up meanwhile; run again, it goes on
        await run.FinishAsync();
        await second.UntilAsync(() => Task.FromResult(folder.Query("intake", "select count(*) from notification where status <> 'sent'")[0] == "0"), "everything is sent");
        await second.TerminateAsync();

        Assert.Equal(Told(folder), Lines(gateway.Sent));
        Assert.Equal(Lines(gateway.Sent), Lines(gateway.Requests.Distinct()));
        Assert.Contains(held, gateway.Requests.SkipWhile(request => request != held).Skip(1));
        Assert.Equal(ToldTexts.EveryStep, ToldTexts.Steps(folder.Query("intake", "select event from notification")));
        Assert.All(gateway.Sent, message => Assert.Matches(ToldTexts.Persian(), message.Text));
        Assert.Equal(["+989459209971"], gateway.Sent.Select(message => message.To).Distinct());
    }

    /// <summary>Five minutes pass, in which what a dead process was sending is nobody else's.</summary>
    private static void ItsClaimRunsOut(HostFolder folder) =>
        Assert.True(folder.Damage("intake", "update notification set claimed_until = 0 where claimed_until is not null") > 0);

    private static IReadOnlyList<string> Told(HostFolder folder) =>
        [.. folder.Query("intake", "select notification_id, mobile, body from notification").Order(StringComparer.Ordinal)];

    private static IReadOnlyList<string> Lines(IEnumerable<ShortMessage> messages) =>
        [.. messages.Select(message => $"{Guid.Parse(message.Id):N} {message.To} {message.Text}").Order(StringComparer.Ordinal)];
}
