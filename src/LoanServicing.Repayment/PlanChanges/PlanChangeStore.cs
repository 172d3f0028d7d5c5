using System.Data.Common;
using Dapper;
using LoanServicing.Platform.Data;
using LoanServicing.Repayment.Verification;
using NodaTime;

namespace LoanServicing.Repayment.PlanChanges;

/// <summary>One change of a loan's plan, as stored.</summary>
internal sealed record PlanChangeRow : IDecision
{
    public Guid LoanId { get; init; }

    public int Number { get; init; }

    public long FactSequence { get; init; }

    public Guid MessageId { get; init; }

    /// <summary>As the loan keeps it (<see cref="Domain.Schedules.PlanChanges"/>).</summary>
    public string Change { get; init; } = "";

    public string Reason { get; init; } = "";

    public string MadeBy { get; init; } = "";

    public string ApprovedBy { get; init; } = "";

    public LocalDate BusinessDate { get; init; }
}

/// <summary>Who changed which plan, and why; what the changes come to is with the loan.</summary>
internal static class PlanChangeStore
{
    public const string Columns = "loan_id, number, fact_sequence, message_id, change, reason, made_by, approved_by, business_date";

    private const string OfLoan = $"select {Columns} from plan_change where loan_id = @loanId order by number";

    private const string Insert =
        $"""
        insert into plan_change ({Columns}, at)
        values (@LoanId, @Number, @FactSequence, @MessageId, @Change, @Reason, @MadeBy, @ApprovedBy, @BusinessDate, @at)
        """;

    public static async Task<IReadOnlyList<PlanChangeRow>> OfLoanAsync(DbConnection connection, Guid loanId) =>
        [.. await connection.QueryAsync<PlanChangeRow>(OfLoan, new { loanId })];

    public static Task InsertAsync(UnitOfWork unit, PlanChangeRow row) => unit.ExecuteAsync(Insert, new
    {
        row.LoanId,
        row.Number,
        row.FactSequence,
        row.MessageId,
        row.Change,
        row.Reason,
        row.MadeBy,
        row.ApprovedBy,
        row.BusinessDate,
        at = unit.Now,
    });
}
