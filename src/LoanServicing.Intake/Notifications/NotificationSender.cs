using System.Collections.Concurrent;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Data;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace LoanServicing.Intake.Notifications;

/// <summary>
/// Sends what is due in batches: claims it in one unit of work, gives it to the gateway outside of any, and writes all answers in another. Killed between the
/// two, the texts are sent again under the same ids when the claim has run out (docs/adr/0019).
/// </summary>
internal sealed class NotificationSender(
    IDatabase database, SmsGateway gateway, NotificationSettings settings, GatewayPace pace, IClock clock, ILogger<NotificationSender> log)
{
    private const int KeptAtOnce = 500;

    private Instant _restUntil = Instant.MinValue;

    /// <summary>Queues what was told while there was no gateway and is not too old.</summary>
    public async Task QueueKeptAsync(CancellationToken cancel)
    {
        var since = clock.GetCurrentInstant() - Duration.FromDays(settings.KeptDays);
        long? before = long.MaxValue;
        while (before is { } number)
        {
            before = await database.WriteAsync(unit => NotificationQueue.QueueKeptAsync(unit, number, since, KeptAtOnce), cancel);
        }
    }

    /// <summary>Sends until nothing is due or the gateway is to be left alone.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (clock.GetCurrentInstant() is var now && now >= _restUntil
            && await database.ReadAsync(connection => NotificationQueue.AnyDueAsync(connection, now), cancel))
        {
            await SendBatchAsync(cancel);
            cancel.ThrowIfCancellationRequested();
        }
    }

    private async Task SendBatchAsync(CancellationToken cancel)
    {
        var claim = Guid.CreateVersion7();
        var until = clock.GetCurrentInstant() + pace.Claim;
        var claimed = await database.WriteAsync(unit => ClaimAsync(unit, claim), cancel);
        var answers = new ConcurrentDictionary<Guid, GatewayAnswer>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = pace.SideBySide };
        await Parallel.ForEachAsync(claimed, parallel, async (text, _) =>
        {
            if (!cancel.IsCancellationRequested && clock.GetCurrentInstant() is var now && now >= _restUntil && now < until - pace.LastStart)
            {
                answers[text.NotificationId] = await SendAsync(text, cancel);
            }
        });

        // Also when the process is being stopped: what is known now must not be asked again.
        await database.WriteAsync(unit => WriteAsync(unit, claim, claimed, answers), CancellationToken.None);
        Tell(answers.Values);
    }

    /// <summary>Claims, and lets go for good what nobody wants to read any more.</summary>
    private async Task<IReadOnlyList<ClaimedText>> ClaimAsync(UnitOfWork unit, Guid claim)
    {
        var claimed = await NotificationQueue.ClaimAsync(unit, claim, pace.Claim, pace.BatchSize);
        var late = claimed.Where(text => text.QueuedAt < unit.Now - Duration.FromDays(settings.KeptDays)).ToList();
        foreach (var alike in late.GroupBy(text => (text.Status, text.Attempts)))
        {
            var (left, reason) = alike.Key.Status == NotificationStatus.Unknown
                ? (NotificationStatus.Failed, NotificationReasons.NoAnswer)
                : (NotificationStatus.Kept, NotificationReasons.TooLate);
            await NotificationQueue.MarkAsync(unit, claim, new MarkedTexts(IdsOf(alike), left, reason, alike.Key.Attempts, DueAt: null, SentAt: null));
        }

        return [.. claimed.Except(late)];
    }

    private async Task<GatewayAnswer> SendAsync(ClaimedText text, CancellationToken cancel)
    {
        try
        {
            var answer = await gateway.SendAsync(text.NotificationId, text.Mobile, text.Body, cancel);
            if (answer is { Outcome: GatewayOutcome.Away, Rest: { } rest })
            {
                LeaveAlone(rest, answer.Reason);
            }

            return answer;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return new GatewayAnswer(GatewayOutcome.Unknown, NotificationReasons.NoAnswer);
        }
    }

    private void LeaveAlone(Duration rest, string? reason)
    {
        _restUntil = clock.GetCurrentInstant() + rest;
        log.LogWarning("The gateway of notifications is left alone for {Rest}: {Reason}", rest, reason);
    }

    private async Task WriteAsync(
        UnitOfWork unit, Guid claim, IReadOnlyList<ClaimedText> claimed, ConcurrentDictionary<Guid, GatewayAnswer> answers)
    {
        var untouched = claimed.Where(text => !answers.TryGetValue(text.NotificationId, out var answer) || answer.Outcome == GatewayOutcome.Away).ToList();
        if (untouched.Count > 0)
        {
            await NotificationQueue.GiveBackAsync(unit, claim, IdsOf(untouched));
        }

        foreach (var alike in claimed.Except(untouched).GroupBy(text => (Answer: answers[text.NotificationId], text.Status, text.Attempts)))
        {
            var (answer, before, attempts) = alike.Key;
            await NotificationQueue.MarkAsync(unit, claim, Marked(IdsOf(alike), answer, before, attempts + 1, unit.Now));
        }
    }

    /// <param name="attempts">This one included.</param>
    private MarkedTexts Marked(IReadOnlyCollection<Guid> ids, GatewayAnswer answer, string before, int attempts, Instant now)
    {
        if (answer.Outcome is GatewayOutcome.Sent or GatewayOutcome.Refused)
        {
            var isSent = answer.Outcome == GatewayOutcome.Sent;
            return new MarkedTexts(
                ids, isSent ? NotificationStatus.Sent : NotificationStatus.Refused, answer.Reason, attempts, DueAt: null, isSent ? now : null);
        }

        // Once unknown it stays so: an error that comes later does not say what became of the text before.
        var isUnknown = answer.Outcome == GatewayOutcome.Unknown || before == NotificationStatus.Unknown;
        var reason = isUnknown ? NotificationReasons.NoAnswer : answer.Reason;
        return attempts >= settings.Gateway!.Attempts
            ? new MarkedTexts(ids, NotificationStatus.Failed, reason, attempts, DueAt: null, SentAt: null)
            : new MarkedTexts(
                ids, isUnknown ? NotificationStatus.Unknown : NotificationStatus.Queued, reason, attempts, now + pace.Backoff(attempts), SentAt: null);
    }

    private static IReadOnlyCollection<Guid> IdsOf(IEnumerable<ClaimedText> texts) => [.. texts.Select(text => text.NotificationId)];

    private void Tell(ICollection<GatewayAnswer> answers)
    {
        foreach (var alike in answers.Where(answer => answer.Outcome != GatewayOutcome.Away).GroupBy(answer => (answer.Outcome, answer.Reason)))
        {
            NotificationMetrics.Count(alike.Key.Outcome, alike.Count());
            log.LogInformation("{Count} notifications: {Outcome} {Reason}", alike.Count(), alike.Key.Outcome, alike.Key.Reason);
        }
    }
}
