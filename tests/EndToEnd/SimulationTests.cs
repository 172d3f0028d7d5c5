using LoanServicing.EndToEnd.Harness;

namespace LoanServicing.EndToEnd;

/// <summary>The whole programme in one process: two and thirty applications, their loans, and years of receipts until the last is settled.</summary>
public sealed class SimulationTests
{
    [Fact]
    public async Task Simulate_InMemory_SettlesEveryLoanAndTheBooksClose() => await FinishedSimulation.InMemoryAsync();

    [RabbitMqFact]
    public async Task Simulate_OnRabbitMq_LeavesTheSameBooksAsInMemory()
    {
        var inMemory = await FinishedSimulation.InMemoryAsync();
        using var folder = new HostFolder();
        await using var broker = new Broker();

        var books = await new SimulationRun(folder, broker, FinishedSimulation.Applications, FinishedSimulation.Seed).FinishAsync();

        BooksAssert.Same(inMemory, books);
    }

    [Fact]
    public async Task Simulate_AgainOnFinishedBooks_ChangesNothing()
    {
        var once = await FinishedSimulation.InMemoryAsync();
        using var folder = await FinishedSimulation.CopyAsync();

        var twice = await new SimulationRun(folder, Transport.InMemory(), FinishedSimulation.Applications, FinishedSimulation.Seed).FinishAsync();

        BooksAssert.Same(once, twice);
    }
}
