using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Reconciliation;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>What a journal entry moved on the pool's account, to be found on the bank's statement.</summary>
internal sealed record BankMovementRow
{
    public Guid EntryId { get; init; }

    public string Kind { get; init; } = "";

    public Guid SubjectId { get; init; }

    public bool Credit { get; init; }

    public Rials Amount { get; init; }

    public LocalDate ValueDate { get; init; }

    public string? Reference { get; init; }

    public string? BatchReference { get; init; }

    public string? EndToEndId { get; init; }

    public Guid? MatchId { get; init; }

    public bool Excluded { get; init; }

    public LocalDate BusinessDate { get; init; }

    public string Name => $"bank movement {EntryId:D}";

    public BookedMovement ToMovement() => new(EntryId, Credit, Amount, ValueDate, Reference, EndToEndId, SubjectId);
}

/// <summary>Movements of one batch together.</summary>
internal sealed record BatchSum
{
    public string Reference { get; init; } = "";

    public Rials Amount { get; init; }
}

/// <summary>A receipt and the entry that takes it back, both left out because the bank had shown neither.</summary>
internal sealed record LeftOutPair
{
    public Guid ReceiptId { get; init; }

    public Guid ReversalId { get; init; }

    public string Reference { get; init; } = "";

    public Rials Amount { get; init; }
}

internal static class BankMovementStore
{
    public const string Columns =
        """
        entry_id, kind, subject_id, credit, amount, value_date, reference, batch_reference, end_to_end_id, match_id, excluded, business_date
        """;

    private const string Insert =
        $"""
        insert into bank_movement ({Columns}, looked, version)
        values (
          @EntryId, @Kind, @SubjectId, @Credit, @Amount, @ValueDate, @Reference, @BatchReference, @EndToEndId, @MatchId, @Excluded, @BusinessDate, 0, 1)
        """;

    private const string Free = "match_id is null and excluded = 0";

    /// <summary>To be limited to <c>@limit</c> rows.</summary>
    private const string SelectUnlooked = $"select {Columns} from bank_movement where looked = 0 order by business_date";

    public const string CountUnlooked = "select count(*) from bank_movement where looked = 0";

    private const string MarkLooked = "update bank_movement set looked = 1 where entry_id in @entryIds";

    private const string SelectOfSuspense = $"select {Columns} from bank_movement where subject_id = @suspenseId and kind = 'suspense'";

    private const string SelectMany = $"select {Columns} from bank_movement where entry_id in @entryIds";

    private const string SelectByReference = $"select {Columns} from bank_movement where reference in @references and {Free}";

    private const string SelectByBatch = $"select {Columns} from bank_movement where batch_reference in @references and {Free}";

    private const string SelectFreeOfBatch = $"select {Columns} from bank_movement where batch_reference = @reference and credit = 1 and {Free} order by entry_id";

    private const string SumFreeOfBatches =
        $"select batch_reference as reference, sum(amount) as amount from bank_movement where batch_reference in @references and credit = 1 and {Free} group by batch_reference";

    // What its line calls it is the batch of its rows; its own reference may have a key behind.
    private const string SelectTransfers =
        """
        select m.entry_id, m.kind, m.subject_id, m.credit, m.amount, m.value_date, m.reference, l.reference as batch_reference, m.end_to_end_id, m.match_id, m.excluded,
          m.business_date
        from statement_line l
        join bank_movement m on m.match_id = l.match_id and m.kind = 'suspense' and m.amount = l.amount
        join statement_break b on b.break_id = m.subject_id and b.side = 'suspense' and b.closed_on is null
        where l.reference in @references and l.state = 'matched'
        order by b.number
        """;

    // The line by which it was told is its rows' already; that match stands for its own.
    private const string SelectLateTransfers =
        """
        select m.entry_id, m.kind, m.subject_id, m.credit, m.amount, m.value_date, m.reference, l.reference as batch_reference, m.end_to_end_id, k.match_id, m.excluded,
          m.business_date
        from bank_movement m
        join statement_break b on b.break_id = m.subject_id and b.side = 'suspense' and b.closed_on is null
        join statement_line l on l.sent_as = m.reference and l.amount = m.amount and l.credit = 1
        join bank_match k on k.match_id = l.match_id and k.matched_by = 'reference' and k.amount = m.amount
        where m.entry_id in @entryIds and m.match_id is null and m.excluded = 0
          and not exists (select 1 from bank_movement r where r.match_id = k.match_id and coalesce(r.batch_reference, '') <> l.reference)
        order by b.number
        """;

    // Not by two people, who had a reason.
    private const string SelectLeftOutPairs =
        $"""
        select m.entry_id as receipt_id, v.entry_id as reversal_id, v.reference, v.amount
        from bank_movement v
        join journal_entry e on e.entry_id = v.entry_id
        join journal_receipt r on r.entry_id = v.entry_id and r.suspense_id is null
        join bank_movement m on m.entry_id = e.corrects and m.excluded = 1 and m.credit = 1 and m.amount = v.amount
        where v.reference in @references and v.amount in @amounts and v.kind = '{EntryKinds.ReceiptReversal}' and v.excluded = 1 and v.credit = 0
          and not exists (select 1 from break_resolution b where b.break_id in (v.entry_id, m.entry_id) and b.action = 'exclude' and b.status = 'recorded')
        order by v.entry_id
        """;

    private const string Include = "update bank_movement set excluded = 0, version = version + 1 where entry_id in @entryIds and excluded = 1 and match_id is null";

    private const string LookAgain = "update bank_movement set looked = 0 where subject_id = @suspenseId and kind = 'suspense' and excluded = 0";

    private const string SelectByOrder = $"select {Columns} from bank_movement where end_to_end_id in @orders and {Free}";

    private const string SelectByLoan = $"select {Columns} from bank_movement where subject_id in @loans and amount in @amounts and {Free}";

    // What only amount and date have matched, and shares a name with a line that has come since.
    private const string SelectYielding =
        $"""
        select m.entry_id, m.kind, m.subject_id, m.credit, m.amount, m.value_date, m.reference, m.batch_reference, m.end_to_end_id, m.match_id, m.excluded, m.business_date
        from bank_movement m join bank_match k on k.match_id = m.match_id and k.matched_by = '{MatchStore.ByAmountAndDate}'
        """;

    private const string SelectYieldingByReference = $"{SelectYielding} where m.reference in @references and m.amount in @amounts";

    private const string SelectYieldingByLoan = $"{SelectYielding} where m.subject_id in @loans and m.amount in @amounts";

    private const string SelectUnshownDeposit =
        $"select entry_id from bank_movement where reference = @reference and amount = @amount and kind = '{EntryKinds.Contribution}' and {Free} order by entry_id";

    private const string SelectPaid = "select end_to_end_id, amount from bank_movement where end_to_end_id in @orders and credit = 0";

    // What nobody has looked at yet may be the answer to a line that was sent on, and is found by its name when it is.
    private const string SelectByAmount = $"select {Columns} from bank_movement where value_date in @dates and amount in @amounts and looked = 1 and {Free}";

    private const string SetMatch =
        $"update bank_movement set match_id = @matchId, looked = 1, version = version + 1 where entry_id in @entryIds and {Free}";

    private const string Exclude = $"update bank_movement set excluded = 1, version = version + 1 where entry_id = @entryId and {Free}";

    private const string LeaveMatch =
        "update bank_movement set match_id = null, looked = 1, version = version + 1 where entry_id = @entryId and match_id = @matchId";

    private const string SelectTakenBack =
        $"""
        select {Columns} from bank_movement
        where reference in @references and amount in @amounts and kind = '{EntryKinds.ReceiptReversal}' and excluded = 1
        """;

    /// <summary>Keeps what the entry moved at the bank, if it moved anything.</summary>
    /// <param name="endToEndId">The payment order's, for what was paid or came back by one.</param>
    public static Task AddAsync(UnitOfWork unit, JournalEntry entry, string? endToEndId)
    {
        var (origin, net) = (entry.Origin, BankNet.Of(entry));
        if (net.IsZero)
        {
            return Task.CompletedTask;
        }

        return unit.ExecuteAsync(Insert, new BankMovementRow
        {
            EntryId = origin.EntryId,
            Kind = entry.Kind,
            SubjectId = origin.SubjectId,
            Credit = net.IsPositive,
            Amount = net.IsPositive ? net : -net,
            ValueDate = origin.ValueDate ?? origin.BookingDate,
            Reference = origin.BankReference,
            BatchReference = origin.BankReference is { } reference ? Domain.Reconciliation.BatchReference.Of(reference) : null,
            EndToEndId = endToEndId,
            BusinessDate = origin.BookingDate,
        });
    }

    public static async Task<IReadOnlyList<BankMovementRow>> NextUnlookedAsync(UnitOfWork unit) =>
        [.. await unit.QueryAsync<BankMovementRow>(unit.First(SelectUnlooked, "@limit"), new { limit = StatementLineStore.AtOnce })];

    public static Task MarkLookedAsync(UnitOfWork unit, IReadOnlyList<Guid> entryIds) =>
        entryIds.Count == 0 ? Task.CompletedTask : unit.ExecuteAsync(MarkLooked, new { entryIds = entryIds.ToSqlList() });

    /// <summary>How money in suspense came to the bank.</summary>
    public static Task<BankMovementRow> OfSuspenseAsync(UnitOfWork unit, Guid suspenseId) =>
        unit.QuerySingleAsync<BankMovementRow>(SelectOfSuspense, new { suspenseId });

    /// <summary>It is in suspense again: what has been booked meanwhile may be its rows.</summary>
    public static Task LookAgainAsync(UnitOfWork unit, Guid suspenseId) => unit.ExecuteAsync(LookAgain, new { suspenseId });

    /// <summary>Unmatched credits of a batch: rows of a salary list, in suspense or not.</summary>
    public static async Task<IReadOnlyList<BankMovementRow>> FreeOfBatchAsync(UnitOfWork unit, string reference) =>
        [.. await unit.QueryAsync<BankMovementRow>(SelectFreeOfBatch, new { reference })];

    /// <summary>What the unmatched credits of each of these batches add up to.</summary>
    public static async Task<IReadOnlyList<BatchSum>> FreeSumsOfBatchesAsync(UnitOfWork unit, IReadOnlyList<string> references) =>
        references.Count == 0 ? [] : [.. await unit.QueryAsync<BatchSum>(SumFreeOfBatches, new { references })];

    /// <summary>Of these sums in suspense, those whose line is matched with the rows of a list, each with that match.</summary>
    public static Task<IReadOnlyList<BankMovementRow>> LateTransfersAsync(UnitOfWork unit, IReadOnlyList<Guid> entryIds) =>
        QueryAsync(unit, SelectLateTransfers, entryIds.Count, new { entryIds = entryIds.ToSqlList() });

    /// <summary>Lines that are one sum in suspense, which is nobody's yet, each with its line's reference as its batch.</summary>
    public static Task<IReadOnlyList<BankMovementRow>> TransfersInSuspenseAsync(UnitOfWork unit, IReadOnlyList<string> references) =>
        QueryAsync(unit, SelectTransfers, references.Count, new { references });

    public static async Task<IReadOnlyList<BankMovementRow>> ManyAsync(UnitOfWork unit, IReadOnlyList<Guid> entryIds) =>
        entryIds.Count == 0 ? [] : [.. await unit.QueryAsync<BankMovementRow>(SelectMany, new { entryIds = entryIds.ToSqlList() })];

    /// <summary>Unmatched movements that share a name with one of these lines.</summary>
    public static async Task<IReadOnlyList<BankMovementRow>> NamedLikeAsync(UnitOfWork unit, IReadOnlyList<StatementLineRow> lines)
    {
        var found = new List<BankMovementRow>();
        foreach (var some in lines.Chunk(StatementLineStore.AtOnce))
        {
            var names = NamesOf(some);
            found.AddRange(await QueryAsync(unit, SelectByReference, some.Length, new { references = names.References }));
            found.AddRange(await QueryAsync(unit, SelectByBatch, some.Length, new { references = names.References }));
            found.AddRange(await QueryAsync(unit, SelectByOrder, names.Orders.Count, new { orders = names.Orders }));
            found.AddRange(await QueryAsync(unit, SelectByLoan, names.Loans.Count, new { loans = names.Loans, amounts = names.Amounts }));
        }

        return [.. found.DistinctBy(row => row.EntryId)];
    }

    /// <summary>Movements that only amount and date have matched, and that share a name and the amount with one of these lines.</summary>
    public static async Task<IReadOnlyList<BankMovementRow>> YieldingToAsync(UnitOfWork unit, IReadOnlyList<StatementLineRow> lines)
    {
        var names = NamesOf(lines);
        var found = new List<BankMovementRow>();
        found.AddRange(await QueryAsync(unit, SelectYieldingByReference, lines.Count, new { references = names.References, amounts = names.Amounts }));
        found.AddRange(await QueryAsync(unit, SelectYieldingByLoan, names.Loans.Count, new { loans = names.Loans, amounts = names.Amounts }));
        return [.. found.DistinctBy(row => row.EntryId)];
    }

    /// <summary>A recorded deposit of this reference and amount that no statement has shown; null where there is none.</summary>
    public static async Task<Guid?> UnshownDepositAsync(UnitOfWork unit, string reference, Rials amount) =>
        (await unit.QueryAsync<Guid>(unit.First(SelectUnshownDeposit, "@limit"), new { reference, amount, limit = 1 })).Cast<Guid?>().FirstOrDefault();

    /// <summary>What was paid out by these orders, matched or not.</summary>
    public static async Task<ILookup<string, Rials>> PaidAsync(UnitOfWork unit, IReadOnlyList<string> orders) =>
        (orders.Count == 0 ? [] : await unit.QueryAsync<(string Order, Rials Amount)>(SelectPaid, new { orders })).ToLookup(row => row.Order, row => row.Amount);

    /// <summary>Unmatched movements of one of these dates and one of these amounts.</summary>
    public static Task<IReadOnlyList<BankMovementRow>> ByAmountAsync(UnitOfWork unit, IReadOnlyList<LocalDate> dates, IReadOnlyList<Rials> amounts) =>
        QueryAsync(unit, SelectByAmount, dates.Count, new { dates = dates.ToSqlList(), amounts = amounts.ToSqlList() });

    public static async Task SetMatchAsync(UnitOfWork unit, Guid matchId, IReadOnlyList<Guid> entryIds)
    {
        foreach (var some in entryIds.Chunk(StatementLineStore.AtOnce))
        {
            if (await unit.ExecuteAsync(SetMatch, new { matchId, entryIds = some.ToSqlList() }) != some.Length)
            {
                throw new ConcurrentChangeException("A bank movement");
            }
        }
    }

    public static async Task ExcludeAsync(UnitOfWork unit, Guid entryId) =>
        RowVersion.Expect(await unit.ExecuteAsync(Exclude, new { entryId }), $"bank movement {entryId:D}");

    /// <summary>Receipts and their reversals that were left out together, under a reference and of an amount of one of these lines.</summary>
    public static async Task<IReadOnlyList<LeftOutPair>> LeftOutPairsAsync(UnitOfWork unit, IReadOnlyList<StatementLineRow> lines)
    {
        var found = new List<LeftOutPair>();
        foreach (var some in lines.Chunk(StatementLineStore.AtOnce))
        {
            var names = NamesOf(some);
            found.AddRange(await unit.QueryAsync<LeftOutPair>(SelectLeftOutPairs, new { references = names.References, amounts = names.Amounts }));
        }

        return found;
    }

    /// <summary>The bank shows them after all.</summary>
    public static async Task IncludeAsync(UnitOfWork unit, IReadOnlyList<Guid> entryIds)
    {
        if (await unit.ExecuteAsync(Include, new { entryIds = entryIds.ToSqlList() }) != entryIds.Count)
        {
            throw new ConcurrentChangeException("A bank movement");
        }
    }

    /// <summary>Another movement takes its place in the match.</summary>
    public static async Task LeaveMatchAsync(UnitOfWork unit, Guid entryId, Guid matchId) =>
        RowVersion.Expect(await unit.ExecuteAsync(LeaveMatch, new { entryId, matchId }), $"bank movement {entryId:D}");

    /// <summary>Reversals of receipts that no statement had shown, which share a reference and an amount with one of these lines.</summary>
    public static async Task<IReadOnlyList<BankMovementRow>> TakenBackAsync(UnitOfWork unit, IReadOnlyList<StatementLineRow> lines)
    {
        var found = new List<BankMovementRow>();
        foreach (var some in lines.Chunk(StatementLineStore.AtOnce))
        {
            var names = NamesOf(some);
            found.AddRange(await QueryAsync(unit, SelectTakenBack, some.Length, new { references = names.References, amounts = names.Amounts }));
        }

        return found;
    }

    private static (IReadOnlyList<string> References, IReadOnlyList<string> Orders, IReadOnlyList<byte[]> Loans, IReadOnlyList<long> Amounts) NamesOf(
        IReadOnlyList<StatementLineRow> lines) => (
        [.. lines.Select(line => line.Reference).Distinct()],
        [.. lines.Select(line => line.EndToEndId).OfType<string>().Distinct()],
        lines.Select(line => line.LoanId).OfType<Guid>().Distinct().ToSqlList(),
        lines.Select(line => line.Amount).Distinct().ToSqlList());

    private static async Task<IReadOnlyList<BankMovementRow>> QueryAsync(UnitOfWork unit, string sql, int names, object parameters) =>
        names == 0 ? [] : [.. await unit.QueryAsync<BankMovementRow>(sql, parameters)];
}
