namespace LoanServicing.Platform.Data;

/// <summary>A unit of work in the writer's queue, and its caller's answer.</summary>
internal interface IQueuedUnit
{
    Task RunAsync(UnitOfWork unit);

    /// <summary>The unit's own failure, to be told to its caller once the transaction around it is committed.</summary>
    void Fail(Exception cause);

    /// <summary>Tells the caller now that the unit cannot be written.</summary>
    void FailUnwritten(DatabaseUnavailableException cause);

    /// <summary>Answers the caller: the transaction is durable.</summary>
    void Complete();
}

internal sealed class QueuedUnit<T>(Func<UnitOfWork, Task<T>> work) : IQueuedUnit
{
    // The caller goes on elsewhere: the writer's thread never runs what comes after a unit.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _failure;

    public Task<T> Completion => _completion.Task;

    public async Task RunAsync(UnitOfWork unit)
    {
        _failure = null;
        _result = await work(unit);
    }

    public void Fail(Exception cause) => _failure = cause;

    public void FailUnwritten(DatabaseUnavailableException cause) => _completion.TrySetException(cause);

    public void Complete()
    {
        if (_failure is not null)
        {
            _completion.TrySetException(_failure);
        }
        else
        {
            _completion.TrySetResult(_result!);
        }
    }
}
