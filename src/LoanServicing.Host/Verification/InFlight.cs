using System.Data.Common;
using System.Text.Json;
using Dapper;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Host.Verification;

/// <summary>What a service's outbox and waiting rows hold: facts on their way, and facts that need a person.</summary>
internal static class InFlight
{
    // A parked delivery is not on its way: nothing moves it but a person. What only outside parties have still to be told is not on its way to a service.
    private const string OutboxIds =
        """
        select o.message_id from outbox o
        where exists (select 1 from delivery d where d.message_id = o.message_id and d.subscriber <> 'outside')
          and not exists (select 1 from delivery d where d.message_id = o.message_id and d.subscriber <> 'outside' and d.state = 1)
        """;

    // Nor is a fact that its handler fails on.
    private const string WaitingIds = "select message_id from waiting where last_error is null";

    private const string BodiesOfType =
        """
        select o.body from outbox o
        where o.type = @type and exists (select 1 from delivery d where d.message_id = o.message_id and d.subscriber <> 'outside')
        union all select body from waiting where type = @type
        """;

    private const string CountDeliveries = "select count(*) from delivery";

    public static Task<IEnumerable<Guid>> OutboxIdsAsync(DbConnection connection) => connection.QueryAsync<Guid>(OutboxIds);

    public static Task<IEnumerable<Guid>> WaitingIdsAsync(DbConnection connection) => connection.QueryAsync<Guid>(WaitingIds);

    /// <summary>An id inside the bodies of the facts of one type that are on their way from or wait in this database.</summary>
    public static async Task<IEnumerable<Guid>> IdsInFactsAsync(DbConnection connection, string type, string property) =>
        (await connection.QueryAsync<string>(BodiesOfType, new { type }))
        .Select(body => JsonSerializer.Deserialize<JsonElement>(body).GetProperty(property).GetGuid());

    /// <summary>
    /// Parked deliveries and stuck facts break rule R10's promise that an illegal transition is loud: each is named until a person has settled it.
    /// </summary>
    public static async Task<RuleFinding> VerifyAsync(DbConnection connection, string service)
    {
        var parked = (await DeliveryStore.ParkedAsync(connection))
            .Select(row => $"{service} delivery {row.Id} of {row.Type} to {row.Subscriber} is parked with {row.Behind} behind it: {row.LastError}");
        var stuck = (await WaitingStore.StuckAsync(connection))
            .Select(row => $"{service} cannot handle {row.Type} {row.MessageId:D}, kept under {row.WaitKey} with {row.Behind} behind it: {row.LastError}");
        return new RuleFinding(
            "R10", await connection.QuerySingleAsync<long>(CountDeliveries), $"deliveries on their way from {service}", [.. parked, .. stuck]);
    }
}
