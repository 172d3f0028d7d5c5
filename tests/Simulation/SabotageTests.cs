using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Simulation.World;
using Xunit.Abstractions;

namespace LoanServicing.Simulation;

/// <summary>The simulation finds what it is there for: a product that is broken on purpose does not get through a few seeds.</summary>
public sealed class SabotageTests(ITestOutputHelper output)
{
    private const int MostSeeds = 30;

    /// <summary>Rule R8: inbox rows may be trimmed, natural keys never.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task ReceiverThatForgetsWhatItHasSeen_ChangesNothing_BecauseEveryHandlerKnowsItsFactsByNaturalKeys(long seed)
    {
        using var run = new SimulatedRun(RunPlan.Draw(seed) with { Receive = ForgettingAsync });

        var report = await run.RunAsync();

        Assert.True(report.Counts["duplicate"] > 0);
    }

    [Fact]
    public Task ReceiverThatAcknowledgesWhatItCouldNotCommit_IsFound() => RequireFoundAsync(async (service, fact) =>
    {
        try
        {
            await service.Receiver.ReceiveAsync(fact, CancellationToken.None);
        }
        catch (DatabaseUnavailableException)
        {
            return; // as if it had been taken off the queue before
        }
    });

    [Fact]
    public Task ReceiverThatLosesTheSettlementOfALoan_IsFound() => RequireFoundAsync((service, fact) =>
        fact is LoanSettled && service.Name == "intake" ? Task.CompletedTask : service.Receiver.ReceiveAsync(fact, CancellationToken.None));

    private static async Task ForgettingAsync(ServiceInstance service, IFact fact)
    {
        await service.Database.WriteAsync(unit => unit.ExecuteAsync("delete from inbox where message_id = @MessageId", fact.Header));
        await service.Receiver.ReceiveAsync(fact, CancellationToken.None);
    }

    private async Task RequireFoundAsync(Func<ServiceInstance, IFact, Task> broken)
    {
        for (long seed = 1; seed <= MostSeeds; seed++)
        {
            using var run = new SimulatedRun(RunPlan.Draw(seed) with { Receive = broken });
            try
            {
                await run.RunAsync();
            }
            catch (SimulationFailedException found)
            {
                output.WriteLine($"Found by seed {seed} at step {found.Step}: {found.InnerException!.Message}");
                return;
            }
        }

        Assert.Fail($"{MostSeeds} seeds found nothing.");
    }
}
