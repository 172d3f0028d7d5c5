using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Endpoints;
using LoanServicing.Funding.Reconciliation;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Time;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>
/// The bank reconciliation statement. Lines and movements that are matched have equal sums, so only the others are added up, from the indexes that have
/// no other rows.
/// </summary>
internal static class ReconciliationReader
{
    private const int MostGaps = 50;

    internal const string SumUnmatchedLines =
        "select state, credit, count(*) as entries, sum(amount) as amount from statement_line where match_id is null group by state, credit";

    internal const string SumUnmatchedMovements =
        """
        select m.excluded, m.credit, m.is_later, count(*) as entries, sum(m.amount) as amount
        from (
          select excluded, credit, amount, case when value_date > @through then 1 else 0 end as is_later
          from bank_movement where match_id is null) m
        group by m.excluded, m.credit, m.is_later
        """;

    private const string SelectBeingRead = "select file_id from statement_file where status = 'reading' order by received_at, file_id";

    // Of statements that reach beyond those that are stored whole: the latest closing balance does not have them.
    internal const string SumLinesBeyond =
        """
        select l.state, l.credit, count(*) as entries, sum(l.amount) as amount
        from statement_line l
        join statement s on s.file_id = l.file_id and s.number = l.statement
        where l.file_id in @files and (s.period_to > @through or s.period_from < @since)
        group by l.state, l.credit
        """;

    /// <param name="account">The pool's.</param>
    public static async Task<ReconciliationView> ReadAsync(DbConnection connection, IClock clock, string account)
    {
        var asOf = await BusinessDates.CurrentAsync(connection, clock);
        var (all, stored) = await StatementChainStore.ReadAsync(connection, account);
        var (since, through) = (stored.First?.PeriodFrom ?? LocalDate.MinIsoValue, stored.Last?.PeriodTo ?? LocalDate.MinIsoValue);
        var movements = (await connection.QueryAsync<SumRow>(SumUnmatchedMovements, new { through })).ToList();
        var lines = (await connection.QueryAsync<SumRow>(SumUnmatchedLines)).ToList();
        var beingRead = (await connection.QueryAsync<Guid>(SelectBeingRead)).ToList();
        var beyond = stored.First is null ? [] : await BeyondAsync(connection, beingRead, since, through);
        var books = BankPosition.Of(PositionReader.BooksOf(await connection.QueryAsync<BalanceRow>(BalanceStore.SelectTotals))).Balance;

        ReconciliationRow LinesIn(string row, string state) => Row(row, lines.Where(sum => sum.State == state), beyond.Where(sum => sum.State == state), isAdded: false);
        ReconciliationRow MovementsOf(string row, Func<SumRow, bool> which) => Row(row, movements.Where(which), [], isAdded: true);
        IReadOnlyList<ReconciliationRow> rows =
        [
            Balance("closing-balance", stored.Last?.Closing),
            Balance("held-before", -stored.First?.Opening),
            MovementsOf("movements-not-due", sum => sum is { Excluded: false, IsLater: true }),
            MovementsOf("movements-not-shown", sum => sum is { Excluded: false, IsLater: false }),
            MovementsOf("movements-left-out", sum => sum.Excluded),
            LinesIn("lines-not-compared", StatementLineRow.New),
            LinesIn("lines-in-progress", StatementLineRow.Sent),
            LinesIn("lines-in-breaks", StatementLineRow.Open),
            LinesIn("lines-left-out", StatementLineRow.Excluded),
            Row("lines-matched-early", beyond.Where(sum => sum.State == StatementLineRow.Matched), [], isAdded: true),
        ];
        var unknown = UnknownBecause(stored);
        Rials? expected = unknown is null ? rows.Select(row => row.AmountRials!.Value).Sum() : null;
        return new ReconciliationView(
            asOf,
            asOf.ToPersian(),
            account,
            ViewOf(stored.First),
            ViewOf(stored.Last),
            beingRead.Count,
            rows,
            expected,
            books,
            books - expected,
            unknown,
            all.Gaps.Count,
            [.. all.Gaps.TakeLast(MostGaps).Select(ViewOf)]);
    }

    private static async Task<IReadOnlyList<SumRow>> BeyondAsync(DbConnection connection, IReadOnlyList<Guid> beingRead, LocalDate since, LocalDate through)
    {
        var sums = new List<SumRow>();
        foreach (var files in beingRead.Chunk(StatementLineStore.AtOnce))
        {
            sums.AddRange(await connection.QueryAsync<SumRow>(SumLinesBeyond, new { files = files.ToSqlList(), since, through }));
        }

        return sums;
    }

    private static string? UnknownBecause(StatementChain stored) => (stored.First, stored.Last) switch
    {
        (null, _) or (_, null) => "no-statement",
        ({ Opening: null }, _) => "no-opening-balance",
        (_, { Closing: null }) => "no-closing-balance",
        _ => null,
    };

    private static ReconciliationRow Balance(string row, Rials? amount) => new(row, 0, Rials.Zero, 0, Rials.Zero, amount);

    /// <param name="without">Among <paramref name="sums"/>, and not to be counted.</param>
    /// <param name="isAdded">Whether what came to the account adds to what the books should hold, or was told by the bank alone and is taken off.</param>
    private static ReconciliationRow Row(string row, IEnumerable<SumRow> sums, IEnumerable<SumRow> without, bool isAdded)
    {
        var signed = sums.Concat(without.Select(sum => sum with { Entries = -sum.Entries, Amount = -sum.Amount })).ToList();
        (long Entries, Rials Amount) Of(bool credit)
        {
            var some = signed.Where(sum => sum.Credit == credit).ToList();
            return (some.Sum(sum => sum.Entries), some.Select(sum => sum.Amount).Sum());
        }

        var (credits, debits) = (Of(credit: true), Of(credit: false));
        var net = credits.Amount - debits.Amount;
        return new ReconciliationRow(row, credits.Entries, credits.Amount, debits.Entries, debits.Amount, isAdded ? net : -net);
    }

    private static ReconciledStatement? ViewOf(ChainedStatement? statement) => statement is null
        ? null
        : new ReconciledStatement(
            statement.FileId, statement.Number, statement.BankId, statement.PeriodFrom, Persian(statement.PeriodFrom), statement.PeriodTo, Persian(statement.PeriodTo),
            statement.Opening, statement.Closing);

    private static StatementGapView ViewOf(StatementGap gap) => new(
        gap.Statement.FileId, gap.Statement.Number, gap.Statement.PeriodFrom, Persian(gap.Statement.PeriodFrom), gap.Statement.Opening!.Value,
        gap.Before.FileId, gap.Before.Number, gap.Before.PeriodTo, Persian(gap.Before.PeriodTo), gap.Before.Closing!.Value, gap.Differs);

    private static string? Persian(LocalDate day) => ((LocalDate?)day).ToPersian();

    private sealed record SumRow
    {
        public string State { get; init; } = "";

        public bool Excluded { get; init; }

        public bool IsLater { get; init; }

        public bool Credit { get; init; }

        public long Entries { get; init; }

        public Rials Amount { get; init; }
    }
}
