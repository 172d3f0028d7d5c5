using System.Collections.Concurrent;

namespace LoanServicing.Platform.Messaging;

/// <summary>
/// Tells a dispatcher in this process what became of a delivery: in memory, publishing returns before the subscriber has committed, so the
/// delivery row must wait for this.
/// </summary>
internal sealed class Acknowledgements
{
    private readonly ConcurrentDictionary<(Guid MessageId, string Subscriber), TaskCompletionSource> _expected = new();

    public async Task ExpectAsync(Guid messageId, string subscriber, Func<Task> send, CancellationToken cancel)
    {
        // A second dispatcher that delivers the same fact, because the first one's lease ran out, waits for the same answer.
        var answer = _expected.GetOrAdd(
            (messageId, subscriber), static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await send();
            await answer.Task.WaitAsync(cancel);
        }
        finally
        {
            _expected.TryRemove(KeyValuePair.Create((messageId, subscriber), answer));
        }
    }

    public void Done(Guid messageId, string subscriber)
    {
        if (_expected.TryGetValue((messageId, subscriber), out var answer))
        {
            answer.TrySetResult();
        }
    }

    public void Failed(Guid messageId, string subscriber, Exception cause)
    {
        if (_expected.TryGetValue((messageId, subscriber), out var answer))
        {
            answer.TrySetException(cause);
        }
    }
}
