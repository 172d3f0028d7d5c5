namespace LoanServicing.EndToEnd.Harness;

/// <summary>One uncut simulation in memory, run when it is first asked for and shared by the tests that compare with it or start from it.</summary>
public sealed class FinishedSimulation : IDisposable
{
    internal const string Name = "finished simulation";
    internal const int Seed = 1;

    private readonly Lazy<Task<FinishedBooks>> _inMemory;

    public FinishedSimulation() =>
        _inMemory = new Lazy<Task<FinishedBooks>>(() => new SimulationRun(Folder, Transport.InMemory(), Applications, Seed).FinishAsync());

    internal static SampleApplications Applications { get; } = SampleApplications.First(32);

    /// <summary>Where it ran. Copy it before changing anything.</summary>
    internal HostFolder Folder { get; } = new();

    internal Task<FinishedBooks> InMemoryAsync() => _inMemory.Value;

    public void Dispose() => Folder.Dispose();
}

[CollectionDefinition(FinishedSimulation.Name)]
public sealed class FinishedSimulationCollection : ICollectionFixture<FinishedSimulation>;
