using System.Data.Common;
using Dapper;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Repayment.Reversals;

/// <summary>A receipt that was taken back, as stored.</summary>
internal sealed record ReversalRow
{
    public Guid ReceiptId { get; init; }

    public Guid ReversalId { get; init; }

    public Guid LoanId { get; init; }

    /// <summary>Where the money is, if the bank has it all the same.</summary>
    public Guid? SuspenseId { get; init; }

    public string Reason { get; init; } = "";

    public string MadeBy { get; init; } = "";

    public string ApprovedBy { get; init; } = "";

    public LocalDate BusinessDate { get; init; }
}

/// <summary>Reversals: at most one of a receipt, for ever.</summary>
internal static class ReversalStore
{
    public const string Columns = "receipt_id, reversal_id, loan_id, suspense_id, reason, made_by, approved_by, business_date";

    private const string OfLoan = $"select {Columns} from reversal where loan_id = @loanId";

    private const string Insert =
        $"""
        insert into reversal ({Columns}, at)
        values (@ReceiptId, @ReversalId, @LoanId, @SuspenseId, @Reason, @MadeBy, @ApprovedBy, @BusinessDate, @at)
        """;

    public static async Task<IReadOnlyList<ReversalRow>> OfLoanAsync(DbConnection connection, Guid loanId) =>
        [.. await connection.QueryAsync<ReversalRow>(OfLoan, new { loanId })];

    public static Task InsertAsync(UnitOfWork unit, ReversalRow row) => unit.ExecuteAsync(Insert, new
    {
        row.ReceiptId,
        row.ReversalId,
        row.LoanId,
        row.SuspenseId,
        row.Reason,
        row.MadeBy,
        row.ApprovedBy,
        row.BusinessDate,
        at = unit.Now,
    });
}
