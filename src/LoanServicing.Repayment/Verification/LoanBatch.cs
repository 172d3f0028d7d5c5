using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using LoanServicing.Repayment.Store;

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

    public FunderShares Shares => new(Alavi, Sina);
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
    IReadOnlyList<RefundRow> Refunds)
{
    public string Name => $"loan {Row.Id} ({Row.Serial})";
}

internal sealed record LoanBatch(IReadOnlyList<StoredLoan> Loans)
{
    private const string SelectLoans =
        $"select {LoanStore.Columns} from loan where loan.serial > @behind order by loan.serial";

    private const string OfTheseLoans = "in (select id from loan where serial > @behind and serial <= @last)";

    private const string SelectReceipts =
        $"""
        select loan_id, arrival, receipt_id, amount, value_date, allocations
        from receipt where loan_id {OfTheseLoans} order by loan_id, arrival
        """;

    private const string SelectPostings =
        $"""
        select loan_id, fact_sequence, message_id, cause_id, amount, alavi, sina, fee, credit, principal_repaid_after
        from posting where loan_id {OfTheseLoans} order by loan_id, fact_sequence
        """;

    private const string SelectTransitions =
        $"select loan_id, number, cause, to_status from loan_transition where loan_id {OfTheseLoans} order by loan_id, number";

    private const string SelectRefunds = $"select refund_id, loan_id, amount from refund where loan_id {OfTheseLoans} order by loan_id, refund_id";

    /// <summary>The next loans behind a serial; none at the end.</summary>
    public static async Task<LoanBatch> ReadAsync(DbConnection connection, long behind, int rows)
    {
        var loans = (await connection.QueryAsync<LoanRow>(connection.First(SelectLoans, "@rows"), new { behind, rows })).ToList();
        var range = new { behind, last = loans.Count == 0 ? behind : loans[^1].Serial };
        var receipts = (await connection.QueryAsync<ReceiptRow>(SelectReceipts, range)).ToLookup(row => row.LoanId);
        var postings = (await connection.QueryAsync<PostingRow>(SelectPostings, range)).ToLookup(row => row.LoanId);
        var transitions = (await connection.QueryAsync<TransitionRow>(SelectTransitions, range)).ToLookup(row => row.LoanId);
        var refunds = (await connection.QueryAsync<RefundRow>(SelectRefunds, range)).ToLookup(row => row.LoanId);
        return new LoanBatch([.. loans.Select(loan => new StoredLoan(
            loan, [.. receipts[loan.Id]], [.. postings[loan.Id]], [.. transitions[loan.Id]], [.. refunds[loan.Id]]))]);
    }
}
