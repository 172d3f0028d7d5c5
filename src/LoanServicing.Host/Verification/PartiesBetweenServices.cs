using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Disbursement;
using LoanServicing.Funding;
using LoanServicing.Platform.Verification;
using LoanServicing.Repayment;
using NodaTime;

namespace LoanServicing.Host.Verification;

/// <summary>
/// Rule R8 between services: whose a loan is, by which deposit id its payers pay, and of which receipt an entry of the journal is, are the same to both
/// who keep it. What was made before the second side kept it is passed over.
/// </summary>
internal static class PartiesBetweenServices
{
    private const string PaidBorrowers =
        """
        select loan_id as [key], order_id, contract_number, national_id, full_name, county, value_date as paid_on, bank_reference
        from payment_order where loan_id is not null order by loan_id
        """;

    private const string LoanBorrowers =
        """
        select id as [key], order_id, contract_number, national_id, full_name, county, paid_out_on as paid_on, payout_reference as bank_reference
        from loan order by id
        """;

    private const string CountPaidOrders = "select count(*) from payment_order where loan_id = @key";

    private const string DepositIds = "select id as [key], deposit_id, 0 as is_older from loan order by id";

    private const string BeforeStatements =
        "(select min(applied_at) from schema_version where component = 'funding' and name like '%statements%')";

    private const string FundersDepositIds =
        $"""
        select loan_id as [key], deposit_id, 0 as is_older from loan_deposit_id
        union all
        select f.loan_id as [key], cast(null as nvarchar(500)) as deposit_id, 1 as is_older from funded_loan f
        left join loan_deposit_id d on d.loan_id = f.loan_id
        where d.loan_id is null and exists (select 1 from journal_entry e where e.subject_id = f.loan_id and e.recorded_at < {BeforeStatements})
        order by 1
        """;

    private const string CountLoans = "select count(*) from loan where id = @key";

    private const string Receipts =
        """
        select p.message_id as [key], coalesce(v.receipt_id, p.cause_id) as receipt_id, coalesce(v.suspense_id, s.id) as suspense_id, 0 as is_older
        from posting p
        left join reversal v on v.reversal_id = p.cause_id
        left join suspense s on s.receipt_id = p.cause_id
        where not exists (select 1 from write_off w where w.message_id = p.cause_id)
        order by p.message_id
        """;

    private const string JournalReceipts =
        $"""
        select e.source_id as [key], r.receipt_id, r.suspense_id, case when r.entry_id is null and e.recorded_at < {BeforeStatements} then 1 else 0 end as is_older
        from journal_entry e left join journal_receipt r on r.entry_id = e.entry_id where e.kind in ('repayment', 'receipt-reversal') order by e.source_id
        """;

    private const string CountPostings = "select count(*) from posting where message_id = @key";

    public static IEnumerable<Look> Looks(IServiceReader databases) =>
    [
        new("R8", "the borrowers in payment_order and loan", () => BorrowersAsync(databases)),
        new("R8", "loan and loan_deposit_id", () => DepositIdsAsync(databases)),
        new("R8", "posting, suspense and journal_receipt", () => ReceiptsAsync(databases)),
    ];

    private static Task<RuleFinding> BorrowersAsync(IServiceReader databases) => BetweenServices.CompareAsync(
        databases,
        new Agreement<KeptBorrower>("R8", "borrower of loan", DisbursementService.Name, RepaymentService.Name),
        DisbursementService.Name, RepaymentService.Name,
        new BetweenServices.Sides<KeptBorrower>(
            connection => connection.QueryUnbufferedAsync<KeptBorrower>(PaidBorrowers),
            connection => connection.QueryUnbufferedAsync<KeptBorrower>(LoanBorrowers),
            connection => InFlight.IdsInFactsAsync(connection, nameof(LoanDisbursed), "loanId"),
            CountPaidOrders));

    private static Task<RuleFinding> DepositIdsAsync(IServiceReader databases) => BetweenServices.CompareAsync(
        databases,
        new Agreement<KeptDepositId>("R8", "deposit id of loan", RepaymentService.Name, FundingService.Name) { IsSilent = row => row.IsOlder },
        RepaymentService.Name, FundingService.Name,
        new BetweenServices.Sides<KeptDepositId>(
            connection => connection.QueryUnbufferedAsync<KeptDepositId>(DepositIds),
            connection => connection.QueryUnbufferedAsync<KeptDepositId>(FundersDepositIds),
            connection => InFlight.IdsInFactsAsync(connection, nameof(LoanOpened), "loanId"),
            CountLoans));

    private static Task<RuleFinding> ReceiptsAsync(IServiceReader databases) => BetweenServices.CompareAsync(
        databases,
        new Agreement<KeptReceipt>("R8", "receipt of posting", RepaymentService.Name, FundingService.Name) { IsSilent = row => row.IsOlder },
        RepaymentService.Name, FundingService.Name,
        new BetweenServices.Sides<KeptReceipt>(
            connection => connection.QueryUnbufferedAsync<KeptReceipt>(Receipts),
            connection => connection.QueryUnbufferedAsync<KeptReceipt>(JournalReceipts),
            async connection => (await InFlight.OutboxIdsAsync(connection)).Concat(await InFlight.WaitingIdsAsync(connection)),
            CountPostings));
}

/// <summary>Whose loan it is, and how it was paid out.</summary>
internal sealed record KeptBorrower : IKeptTwice
{
    public Guid Key { get; init; }

    public Guid OrderId { get; init; }

    public string ContractNumber { get; init; } = "";

    public string NationalId { get; init; } = "";

    public string FullName { get; init; } = "";

    public string County { get; init; } = "";

    public LocalDate? PaidOn { get; init; }

    public string? BankReference { get; init; }
}

/// <summary>What payers of a loan write on their transfers.</summary>
internal sealed record KeptDepositId : IKeptTwice
{
    public Guid Key { get; init; }

    public string? DepositId { get; init; }

    /// <summary>Made before deposit ids were kept there.</summary>
    public bool IsOlder { get; init; }
}

/// <summary>Which receipt a posting is of, and which money in suspense it was made of.</summary>
internal sealed record KeptReceipt : IKeptTwice
{
    public Guid Key { get; init; }

    public Guid? ReceiptId { get; init; }

    public Guid? SuspenseId { get; init; }

    /// <summary>Booked before receipts were kept there.</summary>
    public bool IsOlder { get; init; }
}
