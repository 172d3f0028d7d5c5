using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Repayment.Store;

/// <summary>Money that no loan could take, as stored.</summary>
internal sealed record SuspenseRow
{
    public Guid Id { get; init; }

    public Guid MessageId { get; init; }

    public string Channel { get; init; } = "";

    public string BankReference { get; init; } = "";

    public Rials Amount { get; init; }

    public LocalDate ValueDate { get; init; }

    public string ToldFor { get; init; } = "";

    public string Reason { get; init; } = "";

    public LocalDate BusinessDate { get; init; }

    public Instant ReceivedAt { get; init; }

    public string ReceivedBy { get; init; } = "";
}

/// <summary>Suspense. A bank reference is there once per channel, and is then no receipt's (rule R8).</summary>
internal static class SuspenseStore
{
    public const string Columns =
        "id, message_id, channel, bank_reference, amount, value_date, told_for, reason, business_date, received_at, received_by";

    private const string SelectByReference = $"select {Columns} from suspense where channel = @channel and bank_reference = @bankReference";

    private const string Insert =
        $"""
        insert into suspense ({Columns})
        values (@Id, @MessageId, @Channel, @BankReference, @Amount, @ValueDate, @ToldFor, @Reason, @BusinessDate, @ReceivedAt, @ReceivedBy)
        """;

    public static Task<SuspenseRow?> FindAsync(UnitOfWork unit, string channel, string bankReference) =>
        unit.QuerySingleOrDefaultAsync<SuspenseRow>(SelectByReference, new { channel, bankReference });

    public static async Task InsertAsync(UnitOfWork unit, SuspenseRow row)
    {
        await ToldPayments.TakeAsync(unit, row.Channel, row.BankReference);
        await unit.ExecuteAsync(Insert, row);
    }
}
