using LoanServicing.EndToEnd.Harness;
using LoanServicing.TestSupport;
using Xunit.Abstractions;

namespace LoanServicing.EndToEnd;

/// <summary>
/// A simulation on a RabbitMQ node of its own that closes every connection, raises its memory alarm, and is stopped and started again: the books
/// are those of a simulation that nobody disturbed, and <c>verify</c> finds nothing.
/// </summary>
public sealed class BrokerFaultTests(ITestOutputHelper output)
{
    [BrokerNodeFact]
    public async Task Broker_ClosesConnections_RaisesItsAlarm_AndIsRestarted_LosesNothing()
    {
        var undisturbed = await FinishedSimulation.InMemoryAsync();
        var random = new Random(TestSeed.Next(output));
        await using var node = new BrokerNode();
        await node.StartAsync();
        using var folder = new HostFolder();
        await using var broker = new Broker(node.Address);
        var run = new SimulationRun(folder, broker, FinishedSimulation.Applications, FinishedSimulation.Seed);
        await using (var simulation = run.Start())
        {
            await simulation.ReadyAsync();
            using var onlooker = await simulation.ClientAsync("onlooker", "auditor");
            Task ReachAsync(Stage stage) => KillPoint.Draw(stage, FinishedSimulation.Applications, random).ReachAsync(simulation, onlooker);

            await ReachAsync(Stage.Submitting);
            await node.ControlAsync("close_all_connections", "a fault of a test");

            await ReachAsync(Stage.PayingOut);
            await RaiseMemoryAlarmAsync(node, folder);

            await ReachAsync(Stage.Collecting);
            await node.StopAsync();
            await Eventually.TrueAsync(() => Waiting(folder) > 0, "facts wait for the broker");
            await node.StartAsync();

            Assert.True(await simulation.ExitAsync() == 0, simulation.ToString());
        }

        BooksAssert.Same(undisturbed, await run.FinishAsync());
    }

    /// <summary>Until facts wait in an outbox: with the alarm on, the broker takes nothing more from any publisher.</summary>
    private static async Task RaiseMemoryAlarmAsync(BrokerNode node, HostFolder folder)
    {
        await node.ControlAsync("set_vm_memory_high_watermark", "0.00001");
        await Eventually.TrueAsync(() => Waiting(folder) > 0, "facts wait for the broker's memory");
        await node.ControlAsync("set_vm_memory_high_watermark", "0.5");
    }

    /// <summary>Facts that have been in an outbox for longer than a broker at work ever leaves them there.</summary>
    private static int Waiting(HostFolder folder) =>
        ServiceProcesses.All.Sum(service => folder.Query(service, "select message_id from outbox where created_at < (unixepoch() - 5) * 1000000").Count);
}
