using LoanServicing.Host.Verification;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Time;

namespace LoanServicing.Host.DeadLetters;

/// <summary>Dead letters in the services' databases: deliveries parked by their sender, facts parked by their receiver.</summary>
internal static class ParkedRows
{
    /// <summary>What is parked or stuck in a service's database, which is only read.</summary>
    public static async Task<IReadOnlyList<DeadLetter>> ListAsync(DatabaseSettings databases, string service, CancellationToken cancel)
    {
        var parked = await ProgrammeVerification.ReadAsync(databases, service, DeliveryStore.ParkedAsync, cancel);
        var stuck = await ProgrammeVerification.ReadAsync(databases, service, WaitingStore.StuckAsync, cancel);
        return
        [
            .. parked.Select(row => new DeadLetter(
                DeadLetterId.OfDelivery(service, row.Id),
                $"{row.Type} to {row.Subscriber}, tried {row.Attempts} times, {row.Behind} waiting behind it: {row.LastError}",
                row.Body)),
            .. stuck.Select(row => new DeadLetter(
                DeadLetterId.OfFact(service, row.Id),
                $"{row.Type} {row.MessageId:D}, tried {row.Attempts} times, {Fate(row)}: {row.LastError}",
                row.Body)),
        ];
    }

    /// <summary>Puts one back and records who did it; false when it is no longer parked.</summary>
    public static Task<bool> ReplayAsync(IDatabase database, DeadLetterId id) => database.WriteAsync(async unit =>
    {
        var replayed = id.Place == DeadLetterPlace.Fact ? await WaitingStore.ReplayAsync(unit, id.Number) : await DeliveryStore.ReplayAsync(unit, id.Number);
        if (replayed)
        {
            await RecordAsync(unit, id, "dead-letter.replayed", new { });
        }

        return replayed;
    });

    /// <summary>Ends one for good and records who did it, why, and what it was; false when it is no longer parked.</summary>
    public static async Task<bool> DiscardAsync(IDatabase database, DeadLetterId id, string reason)
    {
        if (id.Place == DeadLetterPlace.Fact)
        {
            var stuck = (await database.ReadAsync(WaitingStore.StuckAsync)).FirstOrDefault(row => row.Id == id.Number);
            return stuck is not null && await database.WriteAsync(async unit =>
                await WaitingStore.DiscardAsync(unit, stuck) && await RecordDiscardAsync(unit, id, stuck.MessageId, stuck.Type, reason));
        }

        var parked = (await database.ReadAsync(DeliveryStore.ParkedAsync)).FirstOrDefault(row => row.Id == id.Number);
        return parked is not null && await database.WriteAsync(async unit =>
            await DeliveryStore.DiscardAsync(unit, parked) && await RecordDiscardAsync(unit, id, parked.MessageId, parked.Type, reason));
    }

    /// <summary>A person's decision about a message (rule R11), in the audit trail of the service that it concerns.</summary>
    public static async Task RecordAsync(UnitOfWork unit, DeadLetterId id, string action, object details) => unit.Record(new AuditEntry(
        $"operator:{Environment.UserName}", action, "dead-letter", id.ToString(), await BusinessDates.CurrentAsync(unit), details));

    /// <summary>
    /// Opens the database of the service, or of the one that takes an outside party's messages, a file for this process alone, with what its audit trail
    /// needs.
    /// </summary>
    /// <exception cref="StartupException">It is missing or, as a file, in use.</exception>
    public static Task<IDatabase> OpenAsync(DatabaseSettings databases, DeadLetterId id)
    {
        var module = OutsideParties.ServiceOf(id.Service);
        return Databases.OpenExistingAsync(
            databases, module.Schema, NodaTime.SystemClock.Instance, new FactWriter(new HandlerMap(module.Name), _ => [], new CommitSignal()));
    }

    private static async Task<bool> RecordDiscardAsync(UnitOfWork unit, DeadLetterId id, Guid messageId, string type, string reason)
    {
        await RecordAsync(unit, id, "dead-letter.discarded", new { messageId, type, reason });
        return true;
    }

    private static string Fate(StuckFact stuck) =>
        stuck.IsParked ? $"{stuck.Behind} waiting behind it" : $"and again when {stuck.WaitKey} comes";
}
