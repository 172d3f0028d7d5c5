using LoanServicing.EndToEnd.Harness;
using LoanServicing.TestSupport;

namespace LoanServicing.EndToEnd;

/// <summary>
/// A simulation whose databases are locked by another program, slow, or out of room: what cannot be written is refused or waits, nothing is half
/// done, and the books are those of a simulation that nobody disturbed.
/// </summary>
public sealed class DatabaseFaultTests
{
    /// <summary>How often a slow database keeps everybody waiting.</summary>
    private const int Pauses = 40;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    [Fact]
    public Task Databases_LockedByAnotherProgram_LoseNothing() => DisturbAsync(async (folder, simulation, onlooker) =>
    {
        foreach (var (service, moment) in new[] { ("intake", new KillPoint(Stage.Submitting, 20)), ("funding", new(Stage.PayingOut, 3)), ("repayment", new(Stage.Collecting, 5)) })
        {
            await moment.ReachAsync(simulation, onlooker);
            using (folder.Lock(service))
            {
                await NotReadyAsync(simulation, service);
            }
        }
    });

    [Fact]
    public Task Databases_ThatAnswerSlowly_LoseNothing() => DisturbAsync(async (folder, simulation, onlooker) =>
    {
        await new KillPoint(Stage.PayingOut, 1).ReachAsync(simulation, onlooker);
        using var timer = new PeriodicTimer(Pause);
        for (var pause = 0; pause < Pauses; pause++)
        {
            // Held for one period and free for the next: every commit of the others waits for a part of it.
            using (folder.Lock(ServiceProcesses.All[pause % ServiceProcesses.All.Count]))
            {
                await timer.WaitForNextTickAsync();
            }

            await timer.WaitForNextTickAsync();
        }
    });

    [MountFact]
    public async Task Disk_Full_LosesNothing()
    {
        var undisturbed = await FinishedSimulation.InMemoryAsync();
        using var folder = new HostFolder();
        using var disk = SmallDisk.Mount(folder.Data, megabytes: 3);
        var run = new SimulationRun(folder, Transport.InMemory(), FinishedSimulation.Applications, FinishedSimulation.Seed);
        await using (var simulation = run.Start())
        {
            Assert.NotEqual(0, await simulation.ExitAsync());
            Assert.Contains("disk is full", simulation.ToString(), StringComparison.Ordinal);
        }

        disk.Grow(megabytes: 500);
        BooksAssert.Same(undisturbed, await run.FinishAsync());
    }

    private async Task DisturbAsync(Func<HostFolder, HostProcess, HttpClient, Task> disturb)
    {
        var undisturbed = await FinishedSimulation.InMemoryAsync();
        using var folder = new HostFolder();
        var run = new SimulationRun(folder, Transport.InMemory(), FinishedSimulation.Applications, FinishedSimulation.Seed);
        await using (var simulation = run.Start())
        {
            await simulation.ReadyAsync();
            using var onlooker = await simulation.ClientAsync("onlooker", "auditor");
            await disturb(folder, simulation, onlooker);
            await simulation.ExitAsync(); // it may have given up meanwhile; run again, it goes on
        }

        BooksAssert.Same(undisturbed, await run.FinishAsync());
    }

    /// <summary>Waits until the host says that it cannot write.</summary>
    private static async Task NotReadyAsync(HostProcess simulation, string service)
    {
        using var http = new HttpClient { Timeout = Eventually.Deadline };
        var ready = new Uri(await simulation.AddressAsync(), "/health/ready");
        await simulation.UntilAsync(
            async () =>
            {
                using var answer = await http.GetAsync(ready);
                return !answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync()).EndsWith(service, StringComparison.Ordinal);
            },
            $"{service} is not ready");
    }
}
