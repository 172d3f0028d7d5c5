namespace LoanServicing.EndToEnd.Harness;

/// <summary>How the facts of one test travel: the arguments that say so, and what is left of it to check and to clear away.</summary>
internal abstract class Transport : IAsyncDisposable
{
    public abstract string Name { get; }

    public abstract IReadOnlyList<string> Arguments { get; }

    public static Transport InMemory() => new InMemoryTransport();

    /// <summary>Facts that were given up and lie somewhere to be looked at.</summary>
    public abstract Task<IReadOnlyList<string>> GivenUpAsync();

    public abstract ValueTask DisposeAsync();

    private sealed class InMemoryTransport : Transport
    {
        public override string Name => "InMemory";

        public override IReadOnlyList<string> Arguments => ["--Transport:Kind=InMemory"];

        // In memory they are parked in the databases, which are looked at for every transport.
        public override Task<IReadOnlyList<string>> GivenUpAsync() => Task.FromResult<IReadOnlyList<string>>([]);

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
