using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Platform.Messaging;

/// <summary>
/// Handles again what waited. Each fact is handled as a part of the unit that may fail alone: the fact or the command that brought what it
/// waited for is not to blame for its failure.
/// </summary>
internal static class WaitingFacts
{
    /// <summary>
    /// How many facts one unit may drain, far from what takes <see cref="UnitRetries.LongestUnit"/>; the rest stays due and follows in units of its own
    /// (<see cref="WaitingFactsWorker"/>).
    /// </summary>
    internal const int DrainLimit = 200;

    private const int PageSize = 100;

    /// <summary>Twice what a unit of work may take: the clocks of two instances may differ.</summary>
    internal static readonly Duration SecondLook = Duration.FromTimeSpan(UnitRetries.LongestUnit) * 2;

    /// <summary>Handles what waited for keys that have arrived in this unit, and what waited for those in turn.</summary>
    public static async Task DrainArrivedAsync(UnitOfWork unit, HandlerMap handlers)
    {
        if (await MakeArrivedDueAsync(unit))
        {
            await DrainDueAsync(unit, handlers);
        }
    }

    /// <summary>Handles what earlier units left due, in as many units as it takes, and once more what has waited longer than any unit of work may take.</summary>
    public static async Task DrainRestAsync(IDatabase database, HandlerMap handlers, Instant now, CancellationToken cancel)
    {
        var before = now - SecondLook;
        if (await database.ReadAsync(connection => WaitingStore.AnyUnlookedAsync(connection, before), cancel))
        {
            await database.WriteAsync(unit => WaitingStore.LookAgainAsync(unit, before), cancel);
        }

        while (await database.ReadAsync(WaitingStore.AnyDueAsync, cancel))
        {
            await database.WriteAsync(unit => DrainDueAsync(unit, handlers), cancel);
        }
    }

    private static async Task DrainDueAsync(UnitOfWork unit, HandlerMap handlers)
    {
        var left = DrainLimit;
        while (left > 0 && await WaitingStore.DueAsync(unit, Math.Min(left, PageSize)) is { Count: > 0 } page)
        {
            left -= page.Count;
            foreach (var row in page)
            {
                await HandleAsync(unit, row, handlers);
            }
        }
    }

    private static async Task HandleAsync(UnitOfWork unit, WaitingFact row, HandlerMap handlers)
    {
        if (!await WaitingStore.TryClaimAsync(unit, row))
        {
            return;
        }

        string? waitKey = null;
        var failure = await unit.TryPartAsync(
            async () => waitKey = await FactReceiver.HandleAsync(FactJson.Read(row.Type, row.Body), unit, handlers));
        if (failure is not null)
        {
            await WaitingStore.FailedAsync(unit, row, failure.Message);
        }
        else if (waitKey is not null)
        {
            await WaitingStore.WaitOnAsync(unit, row, waitKey);
        }
        else
        {
            await WaitingStore.DoneAsync(unit, row);
        }

        await MakeArrivedDueAsync(unit);
    }

    private static async Task<bool> MakeArrivedDueAsync(UnitOfWork unit)
    {
        var keys = unit.TakeArrived();
        foreach (var waitKey in keys.Distinct(StringComparer.Ordinal))
        {
            await WaitingStore.MakeDueAsync(unit, waitKey);
        }

        return keys.Count > 0;
    }
}
