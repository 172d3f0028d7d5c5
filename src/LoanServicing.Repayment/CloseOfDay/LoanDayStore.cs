using System.Data;
using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Loans;
using LoanServicing.Platform.Data;
using LoanServicing.Repayment.Store;
using NodaTime;

namespace LoanServicing.Repayment.CloseOfDay;

/// <summary>What closes of day have said about a loan, as stored.</summary>
internal sealed record LoanDayRow
{
    public Guid LoanId { get; init; }

    public long Serial { get; init; }

    /// <summary>Facts about the loan's days so far.</summary>
    public long FactSequence { get; init; }

    public string Class { get; init; } = LoanClass.Current.Code();

    public LocalDate? DueTold { get; init; }

    public LocalDate? OverdueTold { get; init; }

    public LocalDate? NextMark { get; init; }

    /// <exception cref="InvalidOperationException">The class is damaged.</exception>
    public LoanDay State => new(Enum.GetValues<LoanClass>().Single(one => one.Code() == Class), DueTold, OverdueTold, NextMark);

    public LoanDayRow With(LoanDay state) => this with
    {
        Class = state.Class.Code(), DueTold = state.DueTold, OverdueTold = state.OverdueTold, NextMark = state.NextMark,
    };
}

/// <summary>The loans of a partition about which a day's close has something to say, and what was said before.</summary>
internal static class LoanDayStore
{
    private const int AtOnce = 200;

    private const string Columns = "loan_id, serial, fact_sequence, class, due_told, overdue_told, next_mark";

    private const string SelectOfLoans = $"select {Columns} from loan_day where loan_id in @ids";

    private const string Delete = "delete from loan_day where loan_id in @ids";

    private const string CountLoans = "select count(*) from loan where serial >= @first and serial <= @last";

    // The class that a loan has on the day, by the due date of its oldest unpaid instalment: ranges of due dates, as in the list of loans.
    private const string ClassOfDay =
        """
        case when loan.status <> 'Active' or loan.oldest_unpaid_due is null or loan.oldest_unpaid_due > @pastDueTo then 'current'
          when loan.oldest_unpaid_due > @overdueTo then 'past_due' when loan.oldest_unpaid_due > @doubtfulTo then 'overdue' else 'doubtful' end
        """;

    private const string SelectLoans =
        $"""
        select {LoanStore.Columns} from loan left join loan_day on loan_day.loan_id = loan.id
        where loan.serial >= @first and loan.serial <= @last and (
          (loan.status = 'Active' and loan.oldest_unpaid_due > @day and loan.oldest_unpaid_due <= @soon
            and (loan_day.due_told is null or loan_day.due_told <> loan.oldest_unpaid_due))
          or (loan.status = 'Active' and loan.oldest_unpaid_due < @day
            and (loan_day.overdue_told is null or loan_day.overdue_told <> loan.oldest_unpaid_due or loan_day.next_mark <= @day))
          or coalesce(loan_day.class, 'current') <> {ClassOfDay})
        order by loan.serial
        """;

    private static readonly BulkTable<LoanDayRow> Table = new("loan_day",
    [
        new("loan_id", DbType.Binary, row => row.LoanId.ToByteArray(bigEndian: true)),
        new("serial", DbType.Int64, row => row.Serial),
        new("fact_sequence", DbType.Int64, row => row.FactSequence),
        new("class", DbType.String, row => row.Class),
        new("due_told", DbType.Int32, row => Days(row.DueTold)),
        new("overdue_told", DbType.Int32, row => Days(row.OverdueTold)),
        new("next_mark", DbType.Int32, row => Days(row.NextMark)),
    ]);

    public static Task<int> CountAsync(UnitOfWork unit, long first, long last) => unit.QuerySingleAsync<int>(CountLoans, new { first, last });

    /// <summary>Loans of these serials that may have something to say, in their order.</summary>
    public static async Task<IReadOnlyList<LoanRow>> LoansAsync(UnitOfWork unit, long first, long last, LocalDate day, int daysAhead) =>
        [.. await unit.QueryAsync<LoanRow>(SelectLoans, new
        {
            first,
            last,
            day,
            soon = day.PlusDays(daysAhead),
            pastDueTo = ClassBoundaries.Of(LoanClass.PastDue, day).To,
            overdueTo = ClassBoundaries.Of(LoanClass.Overdue, day).To,
            doubtfulTo = ClassBoundaries.Of(LoanClass.Doubtful, day).To,
        })];

    public static async Task<IReadOnlyDictionary<Guid, LoanDayRow>> OfAsync(UnitOfWork unit, IEnumerable<Guid> loanIds)
    {
        var found = new Dictionary<Guid, LoanDayRow>();
        foreach (var ids in loanIds.Chunk(AtOnce))
        {
            foreach (var row in await unit.QueryAsync<LoanDayRow>(SelectOfLoans, new { ids = ids.ToSqlList() }))
            {
                found.Add(row.LoanId, row);
            }
        }

        return found;
    }

    /// <summary>Keeps what was said, over what was said before.</summary>
    public static async Task KeepAsync(UnitOfWork unit, IReadOnlyList<LoanDayRow> rows)
    {
        foreach (var ids in rows.Select(row => row.LoanId).Chunk(AtOnce))
        {
            await unit.ExecuteAsync(Delete, new { ids = ids.ToSqlList() });
        }

        await unit.BulkInsertAsync(Table, rows);
    }

    private static object? Days(LocalDate? date) => date is { } day ? (int)TypeHandlers.ToDays(day) : null;
}
