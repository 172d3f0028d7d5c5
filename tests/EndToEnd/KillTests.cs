using LoanServicing.EndToEnd.Harness;
using Xunit.Abstractions;

namespace LoanServicing.EndToEnd;

/// <summary>
/// A simulation that is killed at random moments and started again ends as one that was never cut: nothing is lost, nothing is there twice.
/// The seed of the moments is printed (<see cref="TestSeed"/>).
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly Stage[] Twice = [Stage.PayingOut, Stage.Collecting];

    private static readonly Stage[] TwentyTimes =
    [
        .. Enumerable.Repeat(Stage.Submitting, 3), .. Enumerable.Repeat(Stage.PayingOut, 6), .. Enumerable.Repeat(Stage.Collecting, 11),
    ];

    [Fact]
    public Task Killed_WhilePayingOutAndWhileCollecting_InMemory_EndsAsIfNeverCut() => CutAndFinishAsync(Transport.InMemory(), Twice);

    [RabbitMqFact]
    public Task Killed_WhilePayingOutAndWhileCollecting_OnRabbitMq_EndsAsIfNeverCut() => CutAndFinishAsync(new Broker(), Twice);

    [LongFact]
    public Task Killed_TwentyTimes_InMemory_EndsAsIfNeverCut() => CutAndFinishAsync(Transport.InMemory(), TwentyTimes);

    [LongRabbitMqFact]
    public Task Killed_TwentyTimes_OnRabbitMq_EndsAsIfNeverCut() => CutAndFinishAsync(new Broker(), TwentyTimes);

    private async Task CutAndFinishAsync(Transport transport, Stage[] stages)
    {
        await using var ofThisTest = transport;
        var uncut = await FinishedSimulation.InMemoryAsync();
        var moments = Draw(stages);
        using var folder = new HostFolder();
        var run = new SimulationRun(folder, transport, FinishedSimulation.Applications, FinishedSimulation.Seed);
        foreach (var moment in moments)
        {
            await using var process = run.Start();
            await moment.CutAsync(process);
        }

        var books = await run.FinishAsync();

        BooksAssert.Same(uncut, books);
    }

    /// <summary>In the order in which a simulation comes to them.</summary>
    private IReadOnlyList<KillPoint> Draw(Stage[] stages)
    {
        var random = new Random(TestSeed.Next(output));
        var moments = stages
            .Select(stage => KillPoint.Draw(stage, FinishedSimulation.Applications, random))
            .OrderBy(point => point.Stage).ThenBy(point => point.Amount)
            .ToList();
        output.WriteLine($"killed when {string.Join(", ", moments)}");
        return moments;
    }
}
