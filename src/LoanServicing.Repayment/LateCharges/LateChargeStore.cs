using System.Data.Common;
using Dapper;
using LoanServicing.Platform.Data;
using LoanServicing.Repayment.Verification;
using NodaTime;

namespace LoanServicing.Repayment.LateCharges;

/// <summary>One decision about a loan's charges for lateness, as stored.</summary>
internal sealed record LateChargeRow : IDecision
{
    public Guid LoanId { get; init; }

    public int Number { get; init; }

    public long FactSequence { get; init; }

    public Guid MessageId { get; init; }

    /// <summary>As the loan keeps it (<see cref="Domain.Loans.LateCharging"/>).</summary>
    public string Decision { get; init; } = "";

    public string Reason { get; init; } = "";

    public string MadeBy { get; init; } = "";

    public string ApprovedBy { get; init; } = "";

    public LocalDate BusinessDate { get; init; }
}

/// <summary>Who decided what about charges for lateness, and why; what it comes to is with the loan.</summary>
internal static class LateChargeStore
{
    public const string Columns = "loan_id, number, fact_sequence, message_id, decision, reason, made_by, approved_by, business_date";

    private const string OfLoan = $"select {Columns} from late_charge where loan_id = @loanId order by number";

    private const string Insert =
        $"""
        insert into late_charge ({Columns}, at)
        values (@LoanId, @Number, @FactSequence, @MessageId, @Decision, @Reason, @MadeBy, @ApprovedBy, @BusinessDate, @at)
        """;

    public static async Task<IReadOnlyList<LateChargeRow>> OfLoanAsync(DbConnection connection, Guid loanId) =>
        [.. await connection.QueryAsync<LateChargeRow>(OfLoan, new { loanId })];

    public static Task InsertAsync(UnitOfWork unit, LateChargeRow row) => unit.ExecuteAsync(Insert, new
    {
        row.LoanId,
        row.Number,
        row.FactSequence,
        row.MessageId,
        row.Decision,
        row.Reason,
        row.MadeBy,
        row.ApprovedBy,
        row.BusinessDate,
        at = unit.Now,
    });
}
