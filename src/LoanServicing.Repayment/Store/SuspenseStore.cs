using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using LoanServicing.Repayment.Handlers;
using LoanServicing.Repayment.Reversals;
using LoanServicing.Repayment.SalaryLists;
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

    /// <summary>Facts published about it.</summary>
    public long FactSequence { get; init; } = 1;

    /// <summary><c>assigned</c> or <c>contribution</c>; null while it is in suspense.</summary>
    public string? ResolvedAs { get; init; }

    public LocalDate? ResolvedOn { get; init; }

    /// <summary>The receipt that it has become, where it was assigned.</summary>
    public Guid? ReceiptId { get; init; }
}

/// <summary>Money that is in suspense or was, under the name by which a channel told of it.</summary>
internal sealed record ToldSuspense
{
    public Guid Id { get; init; }

    public string Channel { get; init; } = "";

    public string BankReference { get; init; } = "";

    /// <summary>Null while it is in suspense.</summary>
    public string? ResolvedAs { get; init; }
}

/// <summary>Suspense. A bank reference is there once per channel, and is then no receipt's (rule R8).</summary>
internal static class SuspenseStore
{
    public const string Columns =
        "id, message_id, channel, bank_reference, amount, value_date, told_for, reason, business_date, received_at, received_by, "
        + "fact_sequence, resolved_as, resolved_on, receipt_id";

    private const string SelectByReference = $"select {Columns} from suspense where channel = @channel and bank_reference = @bankReference";

    private const string SelectById = $"select {Columns} from suspense where id = @id";

    // Money that has left the account again, from suspense or as a receipt that was taken back, is not there any more: what comes under its reference now is other money.
    private const string IsThere =
        """
        (resolved_as is null or resolved_as <> 'returned')
          and not exists (select 1 from reversal where reversal.receipt_id = suspense.receipt_id and reversal.suspense_id is null)
        """;

    private const string SelectShownByStatement =
        $"""
        select id, channel, bank_reference, resolved_as from suspense
        where amount = @Amount and channel = @Statement and {IsThere} and bank_reference in (
          select told.bank_reference from told_payment told
          where told.shared_reference = @SharedReference and told.channel = @Statement
            and (told.bank_reference = @BankReference or told.shared_reference = @BankReference))
        order by received_at
        """;

    private const string SelectToldByOthers =
        $"""
        select id, channel, bank_reference, resolved_as from suspense
        where bank_reference in (@BankReference, @SharedReference) and amount = @Amount and channel <> @Statement and {IsThere} and exists (
          select 1 from told_payment told
          where told.channel = suspense.channel and told.bank_reference = suspense.bank_reference
            and (told.repeated_channel is null or (told.repeated_channel = @Channel and told.repeated_reference = @BankReference)))
        order by case when value_date = @ValueDate then 0 else 1 end, received_at
        """;

    private const string SelectToldByMessage =
        $"""
        select id, channel, bank_reference, resolved_as from suspense
        where bank_reference = @BankReference and amount = @Amount and channel not in @others and {IsThere}
        order by received_at
        """;

    // A receipt that was taken back and whose money is in the bank: it is in suspense under the receipt's id, and the bank knows it by the receipt's reference.
    private const string TakenBack =
        $"""
        select suspense.id, receipt.channel, receipt.bank_reference, suspense.resolved_as
        from told_payment told
        join receipt on receipt.channel = told.channel and receipt.bank_reference = told.bank_reference
        join reversal on reversal.receipt_id = receipt.receipt_id
        join suspense on suspense.id = reversal.suspense_id
        where suspense.amount = @Amount and {IsThere}
        """;

    private const string SelectTakenBackShownByStatement =
        $"""
        {TakenBack}
          and told.shared_reference = @SharedReference and told.channel = @Statement
          and (told.bank_reference = @BankReference or told.shared_reference = @BankReference)
        order by told.place
        """;

    private const string SelectTakenBackToldByOthers =
        $"""
        {TakenBack}
          and told.shared_reference in (@BankReference, @SharedReference) and told.bank_reference in (@BankReference, @SharedReference) and told.channel <> @Statement
          and (told.repeated_channel is null or (told.repeated_channel = @Channel and told.repeated_reference = @BankReference))
        order by case when receipt.value_date = @ValueDate then 0 else 1 end, told.place
        """;

    // Where it went when the receipt that it had become was taken back; nowhere where the money has left.
    private const string SelectAfterwards =
        """
        select reversal.suspense_id as id, later.resolved_as
        from suspense
        join reversal on reversal.receipt_id = suspense.receipt_id
        left join suspense later on later.id = reversal.suspense_id
        where suspense.id = @Id
        """;

    private const string Resolve =
        """
        update suspense set resolved_as = @ResolvedAs, resolved_on = @ResolvedOn, receipt_id = @ReceiptId
        where id = @Id and resolved_as is null
        """;

    private const string CountFact = "update suspense set fact_sequence = fact_sequence + 1 where id = @Id and fact_sequence = @FactSequence";

    private const string Insert =
        $"""
        insert into suspense ({Columns})
        values (@Id, @MessageId, @Channel, @BankReference, @Amount, @ValueDate, @ToldFor, @Reason, @BusinessDate, @ReceivedAt, @ReceivedBy,
          @FactSequence, @ResolvedAs, @ResolvedOn, @ReceiptId)
        """;

    public static Task<SuspenseRow?> FindAsync(UnitOfWork unit, string channel, string bankReference) =>
        unit.QuerySingleOrDefaultAsync<SuspenseRow>(SelectByReference, new { channel, bankReference });

    public static Task<SuspenseRow?> FindAsync(UnitOfWork unit, Guid id) => unit.QuerySingleOrDefaultAsync<SuspenseRow>(SelectById, new { id });

    /// <summary>
    /// Money of this amount and bank reference in suspense, or resolved since, of which another channel told; see <see cref="ReceiptStore.FindTheSameAsync"/>. Also
    /// as a receipt that was taken back: where its money is now, and the name by which it was told. For a line, what another line has repeated already is left out.
    /// </summary>
    public static async Task<ToldSuspense?> FindTheSameAsync(UnitOfWork unit, ReceiptOrder order)
    {
        var (suspended, takenBack) = order.Channel == ToldElsewhere.Statement
            ? (SelectToldByOthers, SelectTakenBackToldByOthers)
            : (SelectShownByStatement, SelectTakenBackShownByStatement);
        return (await FirstAsync(suspended) ?? await FirstAsync(takenBack)) is { } told ? await NowAsync(unit, told) : null;

        async Task<ToldSuspense?> FirstAsync(string query) => (await unit.QueryAsync<ToldSuspense>(unit.First(query, "@limit"), new
        {
            order.Channel,
            order.BankReference,
            order.SharedReference,
            order.Amount,
            order.ValueDate,
            ToldElsewhere.Statement,
            limit = 1,
        })).SingleOrDefault();
    }

    /// <summary>Money of this amount and reference that a message of the bank has brought into suspense, or had.</summary>
    public static async Task<ToldSuspense?> FindToldByMessageAsync(UnitOfWork unit, ReceiptOrder order) =>
        (await unit.QueryAsync<ToldSuspense>(unit.First(SelectToldByMessage, "@limit"), new
        {
            order.BankReference,
            order.Amount,
            others = new[] { ToldElsewhere.Statement, SalaryListStore.Channel, ReverseReceipt.Channel },
            limit = 1,
        })).SingleOrDefault() is { } told ? await NowAsync(unit, told) : null;

    /// <summary>Where the money is now, however often it was assigned and taken back; null where it has left the account.</summary>
    private static async Task<ToldSuspense?> NowAsync(UnitOfWork unit, ToldSuspense told)
    {
        while (await unit.QuerySingleOrDefaultAsync<Afterwards>(SelectAfterwards, told) is { } after)
        {
            if (after.Id is not { } id || after.ResolvedAs == SuspenseResolved.Returned)
            {
                return null;
            }

            told = told with { Id = id, ResolvedAs = after.ResolvedAs };
        }

        return told;
    }

    /// <summary>It leaves suspense.</summary>
    public static async Task ResolveAsync(UnitOfWork unit, SuspenseRow resolved) => Expect(await unit.ExecuteAsync(Resolve, resolved), resolved);

    /// <summary>The number of the next fact about it.</summary>
    public static async Task<long> NextSequenceAsync(UnitOfWork unit, SuspenseRow row)
    {
        Expect(await unit.ExecuteAsync(CountFact, row), row);
        return row.FactSequence + 1;
    }

    private sealed record Afterwards
    {
        public Guid? Id { get; init; }

        public string? ResolvedAs { get; init; }
    }

    private static void Expect(int changed, SuspenseRow row)
    {
        if (changed != 1)
        {
            throw new ConcurrentChangeException($"The suspense {row.Id:D}");
        }
    }

    /// <param name="place">Of <see cref="ToldPayments.NextPlaceAsync"/>, asked before anything was looked for.</param>
    public static async Task InsertAsync(UnitOfWork unit, SuspenseRow row, int place)
    {
        await ToldPayments.TakeAsync(unit, row.Channel, row.BankReference, place);
        await unit.ExecuteAsync(Insert, row);
    }
}
