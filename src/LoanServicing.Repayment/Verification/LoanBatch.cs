using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using LoanServicing.Repayment.LateCharges;
using LoanServicing.Repayment.PlanChanges;
using LoanServicing.Repayment.Reversals;
using LoanServicing.Repayment.Store;
using LoanServicing.Repayment.WriteOffs;

namespace LoanServicing.Repayment.Verification;

/// <summary>A posting as stored.</summary>
internal sealed record PostingRow
{
    public Guid LoanId { get; init; }

    public long FactSequence { get; init; }

    public Guid MessageId { get; init; }

    public Guid CauseId { get; init; }

    public Rials Amount { get; init; }

    public Rials Alavi { get; init; }

    public Rials Sina { get; init; }

    public Rials Fee { get; init; }

    public Rials Credit { get; init; }

    public Rials PrincipalRepaidAfter { get; init; }

    public Rials? WrittenOffAlavi { get; init; }

    public Rials? WrittenOffSina { get; init; }

    public Rials? RecoveredAlavi { get; init; }

    public Rials? RecoveredSina { get; init; }

    public Rials? LateCharges { get; init; }

    public Rials? Charity { get; init; }

    public Rials Late => (LateCharges ?? Rials.Zero) + (Charity ?? Rials.Zero);

    public FunderShares Shares => new(Alavi, Sina);

    public FunderShares WrittenOff => new(WrittenOffAlavi ?? Rials.Zero, WrittenOffSina ?? Rials.Zero);

    public FunderShares Recovered => new(RecoveredAlavi ?? Rials.Zero, RecoveredSina ?? Rials.Zero);
}

/// <summary>A transition as stored.</summary>
internal sealed record TransitionRow
{
    public Guid LoanId { get; init; }

    public int Number { get; init; }

    public string Cause { get; init; } = "";

    public string ToStatus { get; init; } = "";
}

/// <summary>A loan with all rows that belong to it, each in its order.</summary>
internal sealed record StoredLoan(
    LoanRow Row,
    IReadOnlyList<ReceiptRow> Receipts,
    IReadOnlyList<PostingRow> Postings,
    IReadOnlyList<TransitionRow> Transitions,
    IReadOnlyList<RefundRow> Refunds,
    IReadOnlyList<PlanChangeRow> PlanChanges,
    IReadOnlyList<LateChargeRow> LateCharges,
    IReadOnlyList<ReversalRow> Reversals,
    WriteOffRow? WriteOff)
{
    /// <summary>Those that count.</summary>
    public IReadOnlyList<LoanReceipt> Money => [.. Receipts.Where(receipt => receipt.ReversedOn is null).Select(receipt => receipt.Money)];

    public string Name => $"loan {Row.Id} ({Row.Serial})";
}

internal sealed record LoanBatch(IReadOnlyList<StoredLoan> Loans)
{
    private const string SelectLoans =
        $"select {LoanStore.Columns} from loan where loan.serial > @behind order by loan.serial";

    private const string OfTheseLoans = "in (select id from loan where serial > @behind and serial <= @last)";

    private const string SelectReceipts =
        $"""
        select loan_id, arrival, receipt_id, amount, value_date, allocations, reversed_on
        from receipt where loan_id {OfTheseLoans} order by loan_id, arrival
        """;

    private const string SelectPostings =
        $"""
        select loan_id, fact_sequence, message_id, cause_id, amount, alavi, sina, fee, credit, principal_repaid_after,
          written_off_alavi, written_off_sina, recovered_alavi, recovered_sina, late_charges, charity
        from posting where loan_id {OfTheseLoans} order by loan_id, fact_sequence
        """;

    private const string SelectTransitions =
        $"select loan_id, number, cause, to_status from loan_transition where loan_id {OfTheseLoans} order by loan_id, number";

    private const string SelectRefunds = $"select refund_id, loan_id, amount from refund where loan_id {OfTheseLoans} order by loan_id, refund_id";

    private const string SelectPlanChanges = $"select {PlanChangeStore.Columns} from plan_change where loan_id {OfTheseLoans} order by loan_id, number";

    private const string SelectLateCharges = $"select {LateChargeStore.Columns} from late_charge where loan_id {OfTheseLoans} order by loan_id, number";

    private const string SelectReversals = $"select {ReversalStore.Columns} from reversal where loan_id {OfTheseLoans} order by loan_id, receipt_id";

    private const string SelectWriteOffs = $"select {WriteOffStore.Columns} from write_off where loan_id {OfTheseLoans}";

    /// <summary>The next loans behind a serial; none at the end.</summary>
    public static async Task<LoanBatch> ReadAsync(DbConnection connection, long behind, int rows)
    {
        var loans = (await connection.QueryAsync<LoanRow>(connection.First(SelectLoans, "@rows"), new { behind, rows })).ToList();
        var range = new { behind, last = loans.Count == 0 ? behind : loans[^1].Serial };
        var receipts = (await connection.QueryAsync<ReceiptRow>(SelectReceipts, range)).ToLookup(row => row.LoanId);
        var postings = (await connection.QueryAsync<PostingRow>(SelectPostings, range)).ToLookup(row => row.LoanId);
        var transitions = (await connection.QueryAsync<TransitionRow>(SelectTransitions, range)).ToLookup(row => row.LoanId);
        var refunds = (await connection.QueryAsync<RefundRow>(SelectRefunds, range)).ToLookup(row => row.LoanId);
        var plans = (await connection.QueryAsync<PlanChangeRow>(SelectPlanChanges, range)).ToLookup(row => row.LoanId);
        var lateCharges = (await connection.QueryAsync<LateChargeRow>(SelectLateCharges, range)).ToLookup(row => row.LoanId);
        var reversals = (await connection.QueryAsync<ReversalRow>(SelectReversals, range)).ToLookup(row => row.LoanId);
        var writeOffs = (await connection.QueryAsync<WriteOffRow>(SelectWriteOffs, range)).ToDictionary(row => row.LoanId);
        return new LoanBatch([.. loans.Select(loan => new StoredLoan(
            loan, [.. receipts[loan.Id]], [.. postings[loan.Id]], [.. transitions[loan.Id]], [.. refunds[loan.Id]], [.. plans[loan.Id]],
            [.. lateCharges[loan.Id]], [.. reversals[loan.Id]], writeOffs.GetValueOrDefault(loan.Id)))]);
    }
}
