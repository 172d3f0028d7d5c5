using System.Data.Common;
using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Disbursement;
using LoanServicing.Domain.Journal;
using LoanServicing.Funding;
using LoanServicing.Platform.Verification;
using LoanServicing.Repayment;

namespace LoanServicing.Host.Verification;

/// <summary>
/// Rule R9 between services: every loan that the bank paid is in the loan books and in the funders' books with the same shares, and every
/// posting of the loan books is in the journal with the same parts; and so is every sum in suspense, and every refund of the journal in the loan books.
/// </summary>
internal static class BetweenServices
{
    private const string PaidOrders =
        "select loan_id as [key], application_id, tranche, alavi, sina from payment_order where loan_id is not null order by loan_id";

    private const string PaidContracts = "select loan_id as [key], terms from payment_order where loan_id is not null order by loan_id";

    private const string LoanContracts =
        """
        select id as [key], principal, installments, fee_method, fee_rate_basis_points, rounding_unit, coalesce(fee_grace_months, 0) as fee_grace_months, allocation_order,
          coalesce(late_policy, '') as late_policy, coalesce(late_rate_basis_points, 0) as late_rate_basis_points, coalesce(late_year_days, 0) as late_year_days
        from loan order by id
        """;

    private const string FundersContracts =
        """
        select loan_id as [key], share_alavi + share_sina as principal, installments, fee_method, fee_rate_basis_points, rounding_unit,
          coalesce(fee_grace_months, 0) as fee_grace_months
        from funded_loan order by loan_id
        """;

    private const string LivesOfLoans =
        """
        select id as [key], fact_sequence as sequence, coalesce(plan_changes, '') as plan_changes, coalesce(recovered, 0) as recovered,
          case status when 'Active' then 'lent' when 'Settled' then 'settled' when 'Returned' then 'returned' when 'WrittenOff' then 'written-off' else status end as state
        from loan order by id
        """;

    private const string LivesOfFundedLoans =
        """
        select loan_id as [key], last_sequence as sequence, coalesce(plan_changes, '') as plan_changes, recovered_alavi + recovered_sina as recovered, state
        from funded_loan order by loan_id
        """;

    private const string CountLoans = "select count(*) from loan where id = @key";

    private const string CountPaidOrders = "select count(*) from payment_order where loan_id = @key";

    private const string CountPostings = "select count(*) from posting where message_id = @key";

    private const string CountSuspense = "select count(*) from suspense where message_id = @key";

    private const string LoanBooks = "select id as [key], application_id, tranche, alavi_share as alavi, sina_share as sina from loan order by id";

    private const string FundersBooks =
        "select loan_id as [key], application_id, tranche, share_alavi as alavi, share_sina as sina from funded_loan order by loan_id";

    private const string Postings =
        """
        select message_id as [key], alavi, sina, fee, credit, coalesce(written_off_alavi, 0) as written_off_alavi, coalesce(written_off_sina, 0) as written_off_sina,
          coalesce(recovered_alavi, 0) as recovered_alavi, coalesce(recovered_sina, 0) as recovered_sina,
          coalesce(late_charges, 0) as late_charges, coalesce(charity, 0) as charity
        from posting order by message_id
        """;

    private const string JournalOfPostings =
        """
        select e.source_id as [key],
          sum(case when l.owner = 'ALAVI' and 'LOANS_COLLECTED' in (l.debit, l.credit) then case when l.debit = 'CASH' then l.amount else -l.amount end else 0 end) as alavi,
          sum(case when l.owner = 'SINA' and 'LOANS_COLLECTED' in (l.debit, l.credit) then case when l.debit = 'CASH' then l.amount else -l.amount end else 0 end) as sina,
          sum(case when 'FEE_INCOME' in (l.debit, l.credit) then case when l.debit = 'CASH' then l.amount else -l.amount end else 0 end) as fee,
          sum(case when 'BORROWER_CREDIT' in (l.debit, l.credit) then case when l.debit = 'CASH' then l.amount else -l.amount end else 0 end) as credit,
          sum(case when l.owner = 'ALAVI' and 'LOANS_WRITTEN_OFF' in (l.debit, l.credit) then case when l.debit = 'LOAN_LOSSES' then l.amount else -l.amount end else 0 end) as written_off_alavi,
          sum(case when l.owner = 'SINA' and 'LOANS_WRITTEN_OFF' in (l.debit, l.credit) then case when l.debit = 'LOAN_LOSSES' then l.amount else -l.amount end else 0 end) as written_off_sina,
          sum(case when l.owner = 'ALAVI' and 'LOSSES_RECOVERED' in (l.debit, l.credit) then case when l.debit = 'CASH' then l.amount else -l.amount end else 0 end) as recovered_alavi,
          sum(case when l.owner = 'SINA' and 'LOSSES_RECOVERED' in (l.debit, l.credit) then case when l.debit = 'CASH' then l.amount else -l.amount end else 0 end) as recovered_sina,
          sum(case when 'LATE_CHARGES' in (l.debit, l.credit) then case when l.debit = 'CASH' then l.amount else -l.amount end else 0 end) as late_charges,
          sum(case when 'CHARITY_PAYABLE' in (l.debit, l.credit) then case when l.debit = 'CASH' then l.amount else -l.amount end else 0 end) as charity,
          max(case when f.loss_first is null then 0 else 1 end) as by_bearer
        from journal_entry e
        join journal_line l on l.entry_id = e.entry_id
        left join funded_loan f on f.loan_id = e.subject_id
        where e.kind in @kinds
        group by e.source_id
        order by e.source_id
        """;

    // Money of a receipt that was taken back is suspended under a name of its own, and booked under the receipt's bank reference.
    private const string Suspense =
        """
        select s.message_id as [key], s.id as suspense_id, coalesce(r.bank_reference, s.bank_reference) as bank_reference, s.value_date, s.amount
        from suspense s
        left join reversal v on v.suspense_id = s.id
        left join receipt r on r.receipt_id = v.receipt_id
        order by s.message_id
        """;

    // It is in the journal under its own id, beside the entry of the fact that told of both.
    private const string JournalOfSuspense =
        """
        select coalesce(v.source_id, e.source_id) as [key], e.subject_id as suspense_id, e.bank_reference, e.value_date, sum(case when l.credit = 'SUSPENSE' then l.amount else -l.amount end) as amount
        from journal_entry e
        join journal_line l on l.entry_id = e.entry_id
        left join journal_receipt r on r.suspense_id = e.subject_id and e.source_id = e.subject_id
        left join journal_entry v on v.entry_id = r.entry_id and v.kind = 'receipt-reversal'
        where e.kind = @kind and (r.entry_id is null or v.entry_id is not null)
        group by coalesce(v.source_id, e.source_id), e.subject_id, e.bank_reference, e.value_date
        order by coalesce(v.source_id, e.source_id)
        """;

    private const string RecordedRefunds =
        """
        select message_id as [key], withdrawal_id as refund_id, loan_id, amount, value_date, bank_reference
        from withdrawal where kind = 'credit-refund' and status = 'recorded' order by message_id
        """;

    private const string RefundsOfLoans =
        "select message_id as [key], refund_id, loan_id, amount, value_date, bank_reference from refund order by message_id";

    private const string CountRefunds = "select count(*) from withdrawal where message_id = @key";

    public static Task<IReadOnlyList<RuleFinding>> VerifyAsync(IServiceReader databases) => Look.MakeAsync(
    [
        new Look("R9", "payment_order and loan", () => LoansAsync(databases, RepaymentService.Name, LoanBooks)),
        new Look("R9", "payment_order and funded_loan", () => LoansAsync(databases, FundingService.Name, FundersBooks)),
        new Look("R9", "the terms in payment_order and loan", () => ContractsAsync(databases, RepaymentService.Name, LoanContracts, KeptContract.Of)),
        new Look("R9", "the terms in payment_order and funded_loan", () => ContractsAsync(databases, FundingService.Name, FundersContracts, KeptContract.ForFunders)),
        new Look("R9", "what became of loan and funded_loan", () => LivesAsync(databases)),
        new Look("R9", "posting and journal_entry", () => PostingsAsync(databases)),
        new Look("R9", "suspense and journal_entry", () => SuspenseAsync(databases)),
        new Look("R9", "withdrawal and refund", () => RefundsAsync(databases)),
        .. PartiesBetweenServices.Looks(databases),
    ]);

    private static Task<RuleFinding> LoansAsync(IServiceReader databases, string second, string secondSql)
    {
        var agreement = new Agreement<KeptLoan>("R9", "paid loan", DisbursementService.Name, second);
        return CompareAsync(databases, agreement, DisbursementService.Name, second, new Sides<KeptLoan>(
            connection => connection.QueryUnbufferedAsync<KeptLoan>(PaidOrders),
            connection => connection.QueryUnbufferedAsync<KeptLoan>(secondSql),
            connection => InFlight.IdsInFactsAsync(connection, nameof(LoanDisbursed), "loanId"),
            CountPaidOrders));
    }

    private static Task<RuleFinding> ContractsAsync(IServiceReader databases, string second, string secondSql, Func<OrderedContract, KeptContract> ordered)
    {
        var agreement = new Agreement<KeptContract>("R9", "contract of loan", DisbursementService.Name, second) { IsSilent = contract => contract.IsUnknown };
        return CompareAsync(databases, agreement, DisbursementService.Name, second, new Sides<KeptContract>(
            connection => connection.QueryUnbufferedAsync<OrderedContract>(PaidContracts).Select(ordered),
            connection => connection.QueryUnbufferedAsync<KeptContract>(secondSql),
            connection => InFlight.IdsInFactsAsync(connection, nameof(LoanDisbursed), "loanId"),
            CountPaidOrders));
    }

    /// <summary>Which loans there are is compared with the payment orders; here only what has become of those that both sides have.</summary>
    private static Task<RuleFinding> LivesAsync(IServiceReader databases)
    {
        var agreement = new Agreement<KeptLife>("R9", "life of loan", RepaymentService.Name, FundingService.Name)
        {
            IsApart = (one, other) => one.Sequence != other.Sequence, IsOfBoth = true,
        };
        return CompareAsync(databases, agreement, RepaymentService.Name, FundingService.Name, new Sides<KeptLife>(
            connection => connection.QueryUnbufferedAsync<KeptLife>(LivesOfLoans),
            connection => connection.QueryUnbufferedAsync<KeptLife>(LivesOfFundedLoans),
            _ => Task.FromResult(Enumerable.Empty<Guid>()),
            CountLoans));
    }

    private static Task<RuleFinding> PostingsAsync(IServiceReader databases)
    {
        var agreement = new Agreement<KeptPosting>("R9", "posting", RepaymentService.Name, FundingService.Name) { IsSame = (posting, booked) => posting.IsBookedAs(booked) };
        return CompareAsync(databases, agreement, RepaymentService.Name, FundingService.Name, new Sides<KeptPosting>(
            connection => connection.QueryUnbufferedAsync<KeptPosting>(Postings),
            connection => connection.QueryUnbufferedAsync<KeptPosting>(JournalOfPostings, new { kinds = new[] { EntryKinds.Repayment, EntryKinds.ReceiptReversal, EntryKinds.WriteOff } }),
            async connection => (await InFlight.OutboxIdsAsync(connection)).Concat(await InFlight.WaitingIdsAsync(connection)),
            CountPostings));
    }

    private static Task<RuleFinding> SuspenseAsync(IServiceReader databases)
    {
        var agreement = new Agreement<KeptSuspense>("R9", "suspended receipt", RepaymentService.Name, FundingService.Name);
        return CompareAsync(databases, agreement, RepaymentService.Name, FundingService.Name, new Sides<KeptSuspense>(
            connection => connection.QueryUnbufferedAsync<KeptSuspense>(Suspense),
            connection => connection.QueryUnbufferedAsync<KeptSuspense>(JournalOfSuspense, new { kind = EntryKinds.Suspense }),
            async connection => (await InFlight.OutboxIdsAsync(connection)).Concat(await InFlight.WaitingIdsAsync(connection)),
            CountSuspense));
    }

    private static Task<RuleFinding> RefundsAsync(IServiceReader databases)
    {
        var agreement = new Agreement<KeptRefund>("R9", "refund", FundingService.Name, RepaymentService.Name);
        return CompareAsync(databases, agreement, FundingService.Name, RepaymentService.Name, new Sides<KeptRefund>(
            connection => connection.QueryUnbufferedAsync<KeptRefund>(RecordedRefunds),
            connection => connection.QueryUnbufferedAsync<KeptRefund>(RefundsOfLoans),
            async connection => (await InFlight.OutboxIdsAsync(connection)).Concat(await InFlight.WaitingIdsAsync(connection)),
            CountRefunds));
    }

    internal static async Task<RuleFinding> CompareAsync<TRow>(
        IServiceReader databases, Agreement<TRow> agreement, string first, string second, Sides<TRow> sides)
        where TRow : class, IKeptTwice
    {
        await databases.ReadAsync(
            first,
            async one =>
            {
                // One snapshot holds the rows and their outbox; the second side's snapshot, taken later, has all that had left it.
                agreement.Pending.UnionWith(await sides.Pending(one));
                return await databases.ReadAsync(
                    second,
                    async other =>
                    {
                        agreement.Pending.UnionWith(await sides.Pending(other));
                        await agreement.CompareAsync(sides.First(one), sides.Second(other));
                        return 0;
                    });
            });
        await databases.ReadAsync(first, one => ForgetNewerAsync(one, sides.CountOfKey, agreement.OnlyInSecond));
        return agreement.Finding;
    }

    /// <summary>Rows made after the first snapshot, by a process that is serving, are no finding.</summary>
    private static async Task<int> ForgetNewerAsync(DbConnection first, string countOfKey, List<Guid> onlyInSecond)
    {
        foreach (var key in onlyInSecond.ToList())
        {
            if (await first.QuerySingleAsync<long>(countOfKey, new { key }) > 0)
            {
                onlyInSecond.Remove(key);
            }
        }

        return onlyInSecond.Count;
    }

    internal sealed record Sides<TRow>(
        Func<DbConnection, IAsyncEnumerable<TRow>> First,
        Func<DbConnection, IAsyncEnumerable<TRow>> Second,
        Func<DbConnection, Task<IEnumerable<Guid>>> Pending,
        string CountOfKey);
}
