using System.Data.Common;
using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Repayment.Store;

/// <summary>A refund as stored.</summary>
internal sealed record RefundRow
{
    public Guid RefundId { get; init; }

    public Guid LoanId { get; init; }

    public Rials Amount { get; init; }

    public LocalDate ValueDate { get; init; }

    public string BankReference { get; init; } = "";
}

/// <summary>Refunds, as Funding told of them.</summary>
internal static class RefundStore
{
    private const string Count = "select count(*) from refund where refund_id = @refundId";

    private const string OfLoan =
        "select refund_id, loan_id, amount, value_date, bank_reference from refund where loan_id = @loanId order by value_date, refund_id";

    private const string Insert =
        """
        insert into refund (refund_id, message_id, loan_id, amount, value_date, bank_reference, business_date)
        values (@RefundId, @MessageId, @LoanId, @Amount, @ValueDate, @BankReference, @BusinessDate)
        """;

    public static async Task<bool> IsKnownAsync(UnitOfWork unit, Guid refundId) => await unit.QuerySingleAsync<long>(Count, new { refundId }) > 0;

    /// <summary>All refunds of a loan, by value date.</summary>
    public static async Task<IReadOnlyList<RefundRow>> OfLoanAsync(DbConnection connection, Guid loanId) =>
        [.. await connection.QueryAsync<RefundRow>(OfLoan, new { loanId })];

    public static Task InsertAsync(UnitOfWork unit, CreditRefunded fact) => unit.ExecuteAsync(Insert, new
    {
        fact.RefundId,
        fact.Header.MessageId,
        fact.LoanId,
        fact.Amount,
        fact.ValueDate,
        fact.BankReference,
        fact.Header.BusinessDate,
    });
}
