using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using Microsoft.Extensions.Logging;
using Polly;

namespace LoanServicing.Platform.Messaging.Outside;

/// <summary>
/// Says of each message of an outside queue whether it is taken. A database that cannot be written is waited for without limit; a handler that
/// fails is tried again with growing pauses, and then its message is rejected, which loses nothing: a person replays it when the cause is mended.
/// </summary>
public sealed class MessageJudge
{
    private readonly OutsideQueue _queue;
    private readonly IDatabase _database;
    private readonly IServiceProvider _services;
    private readonly ILogger _log;
    private readonly ResiliencePipeline _untilWritten;
    private readonly ResiliencePipeline _someAttempts;

    public MessageJudge(OutsideQueue queue, IDatabase database, IServiceProvider services, DispatcherLimits limits, ILogger<MessageJudge> log)
    {
        (_queue, _database, _services, _log) = (queue, database, services, log);
        _untilWritten = Retries.UntilWritten(queue.Name, limits, log);
        _someAttempts = Retries.Some(queue.Name, limits, log, IsTheHandlers);
    }

    /// <summary>Null once what the message says is durable; else why it is not taken.</summary>
    public async Task<Rejection?> TakeAsync(ReadOnlyMemory<byte> message, CancellationToken cancel)
    {
        var (json, problem) = BodyReader.Read(message);
        if (problem is not null)
        {
            return Rejection.Of(problem);
        }

        try
        {
            return await _someAttempts.ExecuteAsync(
                async token => await _untilWritten.ExecuteAsync(
                    async again => await _database.WriteAsync(unit => OutsideReader.HandleAsync(_queue, json, unit, _services), again), token),
                cancel);
        }
        catch (Exception cause) when (IsTheHandlers(cause))
        {
            _log.LogError(cause, "A message to {Queue} cannot be handled", _queue.Name);
            return new Rejection("message.not-handled", $"Handling failed with {cause.GetType().Name}; the log of {_database.Name} says more. Replay it when that is mended.");
        }
    }

    private static bool IsTheHandlers(Exception cause) => cause is not (DatabaseUnavailableException or OperationCanceledException);
}
