using LoanServicing.EndToEnd.Harness;
using Xunit.Abstractions;

namespace LoanServicing.EndToEnd;

/// <summary>
/// One process per service, each killed at a random moment of a simulation that goes on meanwhile, and started again: the books are those of a
/// simulation that nobody disturbed, and <c>verify</c> finds nothing.
/// </summary>
public sealed class ProcessKillTests(ITestOutputHelper output)
{
    [ProcessesFact]
    public Task EachServiceKilledOnce_LeavesTheSameBooks() => KillAndFinishAsync(times: 1);

    [LongProcessesFact]
    public Task EachServiceKilledTwentyTimes_LeavesTheSameBooks() => KillAndFinishAsync(times: 20);

    private async Task KillAndFinishAsync(int times)
    {
        var undisturbed = await FinishedSimulation.InMemoryAsync();
        var kills = Draw(times);
        using var folder = new HostFolder();
        await using var broker = new Broker();
        await using var programme = await ServiceProcesses.StartAsync(folder, broker);
        var run = new SimulationRun(folder, broker, FinishedSimulation.Applications, FinishedSimulation.Seed) { Joined = programme.Address };
        using var onlooker = await DevelopmentClient.CreateAsync(programme.Address, "onlooker", "auditor");
        await using (var simulation = run.Start())
        {
            foreach (var (service, moment) in kills)
            {
                await moment.ReachAsync(simulation, onlooker);
                await programme.KillAndRestartAsync(service);
            }

            await simulation.ExitAsync(); // it may have given up meanwhile; run again, it goes on
        }

        BooksAssert.Same(undisturbed, await run.FinishAsync());
    }

    /// <summary>Each service so many times, in the order in which a simulation comes to the moments.</summary>
    private IReadOnlyList<(string Service, KillPoint Moment)> Draw(int times)
    {
        var random = new Random(TestSeed.Next(output));
        var stages = Enum.GetValues<Stage>();
        var kills = ServiceProcesses.All
            .SelectMany(service => Enumerable.Range(0, times)
                .Select(_ => (service, KillPoint.Draw(stages[random.Next(stages.Length)], FinishedSimulation.Applications, random))))
            .OrderBy(kill => kill.Item2.Stage).ThenBy(kill => kill.Item2.Amount)
            .ToList();
        output.WriteLine(string.Join(", ", kills.Select(kill => $"{kill.service} killed when {kill.Item2}")));
        return kills;
    }
}
