using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Journal;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>Which days the books are closed through, and the figures that were frozen with each period.</summary>
internal static class PeriodStore
{
    private const string Columns =
        """
        code, first_day, last_day, state, request_id, reason, maker, asked_at, checker, closed_at, last_entry, trial_balance_hash, version
        """;

    public const string SelectAll = $"select {Columns} from accounting_period order by code";

    private const string Select = $"select {Columns} from accounting_period where code = @code";

    private const string ClosedThrough = "select max(last_day) from accounting_period where state <> 'open'";

    private const string FrozenThrough = "select max(last_day) from accounting_period where state = 'closed'";

    private const string FirstBookingDate = "select min(business_date) from journal_entry";

    private const string LastEntry = "select coalesce(max(id), 0) from journal_entry";

    private const string Insert =
        """
        insert into accounting_period (code, first_day, last_day, state, request_id, reason, maker, asked_at, version)
        values (@Code, @FirstDay, @LastDay, @State, @RequestId, @Reason, @Maker, @AskedAt, 1)
        """;

    private const string Update =
        """
        update accounting_period
        set state = @State, request_id = @RequestId, reason = @Reason, maker = @Maker, asked_at = @AskedAt, checker = @Checker,
            closed_at = @ClosedAt, last_entry = @LastEntry, trial_balance_hash = @TrialBalanceHash, version = version + 1
        where code = @Code and version = @Version
        """;

    private const string Freeze =
        """
        insert into period_balance (period, account, owner, tranche, debits, credits)
        select @code, account, owner, tranche, sum(debits), sum(credits)
        from balance where business_date <= @day
        group by account, owner, tranche
        """;

    private const string SelectFrozen =
        "select account, owner, tranche, debits, credits from period_balance where period = @code order by account, owner, tranche";

    /// <summary>The last day on which nothing may be booked any more, be its period closed or closing; null where there is none.</summary>
    public static Task<LocalDate?> ClosedThroughAsync(UnitOfWork unit) => unit.QuerySingleAsync<LocalDate?>(ClosedThrough);

    /// <summary>The date that the business date does not go behind: of the latest entry, and the first open day.</summary>
    public static async Task<LocalDate?> BusinessDateNotBeforeAsync(UnitOfWork unit)
    {
        var latest = await unit.QuerySingleAsync<LocalDate?>(JournalStore.LatestBookingDate);
        var firstOpen = (await ClosedThroughAsync(unit))?.PlusDays(1);
        return latest is null || firstOpen > latest ? firstOpen : latest;
    }

    public static Task<PeriodRow?> FindAsync(UnitOfWork unit, string code) => unit.QuerySingleOrDefaultAsync<PeriodRow>(Select, new { code });

    /// <summary>The oldest period that is not closed: after the closed ones, or where none is, that of the first entry, or of the business date.</summary>
    public static async Task<AccountingPeriod> OldestAsync(UnitOfWork unit, LocalDate businessDate) => Oldest(
        await unit.QuerySingleAsync<LocalDate?>(FrozenThrough), await unit.QuerySingleAsync<LocalDate?>(FirstBookingDate), businessDate);

    /// <inheritdoc cref="OldestAsync(UnitOfWork, LocalDate)"/>
    public static async Task<AccountingPeriod> OldestAsync(DbConnection connection, LocalDate businessDate) => Oldest(
        await connection.QuerySingleAsync<LocalDate?>(FrozenThrough), await connection.QuerySingleAsync<LocalDate?>(FirstBookingDate), businessDate);

    public static async Task SaveAsync(UnitOfWork unit, PeriodRow row) =>
        RowVersion.Expect(await unit.ExecuteAsync(row.Version == 0 ? Insert : Update, row), $"The period {row.Code}");

    /// <summary>Keeps the trial balance as of the period's last day.</summary>
    /// <returns>What was kept, and the number of the latest entry of all.</returns>
    public static async Task<(IReadOnlyList<AccountBalance> Figures, long LastEntry)> FreezeAsync(UnitOfWork unit, PeriodRow period)
    {
        await unit.ExecuteAsync(Freeze, new { code = period.Code, day = period.LastDay });
        var figures = await unit.QueryAsync<BalanceRow>(SelectFrozen, new { code = period.Code });
        return ([.. figures.Select(row => row.ToBalance())], await unit.QuerySingleAsync<long>(LastEntry));
    }

    /// <summary>What was frozen when the period was closed.</summary>
    public static async Task<IReadOnlyList<AccountBalance>> FrozenAsync(DbConnection connection, string code) =>
        [.. (await connection.QueryAsync<BalanceRow>(SelectFrozen, new { code })).Select(row => row.ToBalance())];

    private static AccountingPeriod Oldest(LocalDate? closedThrough, LocalDate? firstBooking, LocalDate businessDate) =>
        AccountingPeriod.Of(closedThrough?.PlusDays(1) ?? firstBooking ?? businessDate);
}
