using LoanServicing.EndToEnd.Harness;

namespace LoanServicing.EndToEnd;

/// <summary>All thousand applications of the sample, from submission to the last instalment.</summary>
public sealed class WholeFileTests
{
    [LongFact]
    public Task Simulate_TheWholeFile_InMemory_EveryOutcomeIsAsExpected() => RunAsync(Transport.InMemory());

    [LongRabbitMqFact]
    public Task Simulate_TheWholeFile_OnRabbitMq_EveryOutcomeIsAsExpected() => RunAsync(new Broker());

    private static async Task RunAsync(Transport transport)
    {
        await using var ofThisTest = transport;
        using var folder = new HostFolder();

        var books = await new SimulationRun(folder, transport, SampleApplications.All(), FinishedSimulation.Seed).FinishAsync();

        Assert.All(books.Loans, loan => Assert.Contains(" Settled ", loan));
    }
}
