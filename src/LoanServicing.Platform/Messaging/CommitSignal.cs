namespace LoanServicing.Platform.Messaging;

/// <summary>Wakes a dispatcher. Raised any number of times before a wait, it ends that wait at once.</summary>
public sealed class CommitSignal : IDisposable
{
    private readonly SemaphoreSlim _raised = new(0, 1);

    public void Raise()
    {
        try
        {
            _raised.Release();
        }
        catch (SemaphoreFullException)
        {
            return; // already raised
        }
    }

    /// <summary>Ends when raised or after <paramref name="atMost"/>, whichever is first.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancel) => _raised.WaitAsync(atMost, cancel);

    public void Dispose() => _raised.Dispose();
}

/// <summary>One signal for each service of this process.</summary>
public sealed class CommitSignals
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, CommitSignal> _signals = new();

    public CommitSignal this[string service] => _signals.GetOrAdd(service, _ => new CommitSignal());
}
