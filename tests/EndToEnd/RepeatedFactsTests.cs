using LoanServicing.EndToEnd.Harness;
using Xunit.Abstractions;

namespace LoanServicing.EndToEnd;

/// <summary>
/// Every fact that ever went over the broker comes once more, long after, in another order: nothing changes, and <c>verify</c> finds nothing.
/// </summary>
public sealed class RepeatedFactsTests(ITestOutputHelper output)
{
    [RabbitMqFact]
    public async Task EveryFact_AgainAndInAnyOrder_ChangesNothing()
    {
        var undisturbed = await FinishedSimulation.InMemoryAsync();
        var random = new Random(TestSeed.Next(output));
        using var folder = new HostFolder();
        await using var broker = new Broker();
        var run = new SimulationRun(folder, broker, FinishedSimulation.Applications, FinishedSimulation.Seed);
        await using (var first = HostProcess.Start(folder, ["serve", .. broker.Arguments]))
        {
            await first.ReadyAsync();
            await broker.TapAsync(); // the exchanges are there
        }

        await run.FinishAsync();

        int again;
        await using (var host = HostProcess.Start(folder, ["serve", .. broker.Arguments]))
        {
            await host.ReadyAsync();
            again = await broker.SendTappedAgainAsync(random);
            await host.UntilAsync(() => broker.IsEmptyAsync(), "all of them are handled");
            Assert.Equal(0, await host.TerminateAsync());
        }

        output.WriteLine($"{again} facts came again");
        Assert.True(again > undisturbed.Receipts.Count, $"{again} facts came again, and each of {undisturbed.Receipts.Count} receipts has told one");
        BooksAssert.Same(undisturbed, await run.FinishAsync());
    }
}
