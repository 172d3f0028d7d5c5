namespace LoanServicing.Platform.Data;

/// <summary>A unit of work in the writer's queue, and its caller's answer.</summary>
internal interface IQueuedUnit
{
    /// <summary>The error that took the whole transaction with it, if one did.</summary>
    Exception? Cause { get; set; }

    Task RunAsync(UnitOfWork unit);

    void Fail(Exception cause);

    void FailUnwritten(string database);

    void Complete();
}

internal sealed class QueuedUnit<T>(Func<UnitOfWork, Task<T>> work) : IQueuedUnit
{
    // The caller goes on elsewhere: the writer's thread never runs what comes after a unit.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _failure;

    public Task<T> Completion => _completion.Task;

    public Exception? Cause { get; set; }

    public async Task RunAsync(UnitOfWork unit)
    {
        _failure = null;
        _result = await work(unit);
    }

    public void Fail(Exception cause) => _failure = cause;

    public void FailUnwritten(string database)
    {
        var cause = Cause!.InnerException ?? Cause;
        _completion.TrySetException(new DatabaseUnavailableException(database, cause));
    }

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
