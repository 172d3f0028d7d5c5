using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Loans;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Repayment.Store;

/// <summary>Loans and their transitions.</summary>
internal static class LoanStore
{
    internal const string Columns =
        """
        loan.serial, loan.id, loan.version, loan.fact_sequence, loan.status, loan.application_id, loan.order_id, loan.contract_number,
        loan.national_id, loan.full_name, loan.county, loan.tranche, loan.deposit_id, loan.principal, loan.installments, loan.fee_method,
        loan.fee_rate_basis_points, loan.rounding_unit, loan.due_day, loan.first_due, loan.paid_out_on, loan.payout_reference,
        loan.alavi_share, loan.sina_share, loan.principal_repaid, loan.loan_years, loan.credit, loan.refunded, loan.latest_value_date,
        loan.oldest_unpaid_due, loan.receipts, loan.fee_grace_months, loan.allocation_order, loan.product_from, loan.plan_changes,
        loan.written_off_on, loan.recovered, loan.late_policy, loan.late_rate_basis_points, loan.late_year_days, loan.late_decisions, loan.late_grace, loan.late
        """;

    private const string Select = $"select {Columns} from loan where loan.id = @id";

    private const string SelectMany = $"select {Columns} from loan where loan.id in @ids";

    private const string SelectByDepositId = $"select {Columns} from loan where loan.deposit_id = @depositId";

    // The counter's row is written first, so that two loans opened at once take turns. Serials have seven digits from the first, 1000001, on: no deposit
    // id begins with a zero or is too short to tell.
    private const string CountSerial = "update loan_counter set last_serial = last_serial + 1 where id = 1";

    private const string LastSerial = "select last_serial from loan_counter where id = 1";

    private const string Insert =
        """
        insert into loan (
          serial, id, version, fact_sequence, status, application_id, order_id, contract_number, national_id, full_name, county, tranche,
          deposit_id, principal, installments, fee_method, fee_rate_basis_points, rounding_unit, due_day, first_due, paid_out_on,
          payout_reference, alavi_share, sina_share, principal_repaid, loan_years, credit, refunded, latest_value_date, oldest_unpaid_due,
          receipts, fee_grace_months, allocation_order, product_from, plan_changes, written_off_on, recovered,
          late_policy, late_rate_basis_points, late_year_days, late_decisions, late_grace, late)
        values (
          @Serial, @Id, @Version, @FactSequence, @Status, @ApplicationId, @OrderId, @ContractNumber, @NationalId, @FullName, @County, @Tranche,
          @DepositId, @Principal, @Installments, @FeeMethod, @FeeRateBasisPoints, @RoundingUnit, @DueDay, @FirstDue, @PaidOutOn,
          @PayoutReference, @AlaviShare, @SinaShare, @PrincipalRepaid, @LoanYears, @Credit, @Refunded, @LatestValueDate, @OldestUnpaidDue,
          @Receipts, @FeeGraceMonths, @AllocationOrder, @ProductFrom, @PlanChanges, @WrittenOffOn, @Recovered,
          @LatePolicy, @LateRateBasisPoints, @LateYearDays, @LateDecisions, @LateGrace, @Late)
        """;

    private const string Update =
        """
        update loan set
          version = version + 1, fact_sequence = @FactSequence, status = @Status, principal_repaid = @PrincipalRepaid, loan_years = @LoanYears,
          credit = @Credit, refunded = @Refunded, latest_value_date = @LatestValueDate, oldest_unpaid_due = @OldestUnpaidDue, receipts = @Receipts,
          plan_changes = @PlanChanges, written_off_on = @WrittenOffOn, recovered = @Recovered,
          late_decisions = @LateDecisions, late_grace = @LateGrace, late = @Late
        where id = @Id and version = @Version
        """;

    private const string InsertTransition =
        """
        insert into loan_transition (loan_id, number, cause, to_status, business_date, at)
        select @loanId, 1 + count(*), @cause, @toStatus, @businessDate, @Now from loan_transition where loan_id = @loanId
        """;

    public static Task<LoanRow?> FindAsync(UnitOfWork unit, Guid id) => unit.QuerySingleOrDefaultAsync<LoanRow>(Select, new { id });

    public static Task<LoanRow?> FindAsync(DbConnection connection, Guid id) => connection.QuerySingleOrDefaultAsync<LoanRow>(Select, new { id });

    /// <summary>A loan that is there, because something of it is.</summary>
    public static async Task<LoanRow> GetAsync(UnitOfWork unit, Guid id) =>
        await FindAsync(unit, id) ?? throw new InvalidOperationException($"The loan {id} is gone; verify says what belongs to it.");

    /// <param name="ids">Some hundred at most.</param>
    public static async Task<IReadOnlyList<LoanRow>> ManyAsync(UnitOfWork unit, IReadOnlyList<Guid> ids) =>
        ids.Count == 0 ? [] : [.. await unit.QueryAsync<LoanRow>(SelectMany, new { ids = ids.ToSqlList() })];

    /// <param name="depositId">Digits only.</param>
    public static Task<LoanRow?> FindByDepositIdAsync(UnitOfWork unit, string depositId) =>
        unit.QuerySingleOrDefaultAsync<LoanRow>(SelectByDepositId, new { depositId });

    public static async Task<long> NextSerialAsync(UnitOfWork unit)
    {
        await unit.ExecuteAsync(CountSerial);
        return await unit.QuerySingleAsync<long>(LastSerial);
    }

    public static Task InsertAsync(UnitOfWork unit, LoanRow row) => unit.ExecuteAsync(Insert, row);

    /// <summary>Writes the new standing over the version that was read.</summary>
    /// <exception cref="ConcurrentChangeException">The loan has changed since it was read.</exception>
    public static async Task UpdateAsync(UnitOfWork unit, LoanRow row)
    {
        if (await unit.ExecuteAsync(Update, row) != 1)
        {
            throw new ConcurrentChangeException($"Loan {row.Id}");
        }
    }

    public static Task InsertTransitionAsync(UnitOfWork unit, Guid loanId, LoanTrigger trigger, LoanState next, LocalDate businessDate) =>
        unit.ExecuteAsync(InsertTransition, new { loanId, cause = trigger.ToString(), toStatus = next.ToString(), businessDate, unit.Now });
}
