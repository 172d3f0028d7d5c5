using System.Data.Common;
using LoanServicing.Domain.Loans;
using LoanServicing.Repayment.Store;
using NodaTime;

namespace LoanServicing.Repayment.Statements;

/// <summary>A loan's account in a period, with the rows that its movements are.</summary>
internal sealed record StatementReading(
    LoanRow Row, Loan Loan, AccountStatement Statement, IReadOnlyList<ReceiptRow> Receipts, IReadOnlyList<RefundRow> Refunds)
{
    /// <summary>Three queries by the loan, whatever happened to it.</summary>
    public static async Task<StatementReading> OfAsync(DbConnection connection, LoanRow row, LocalDate from, LocalDate to, LoanCalendar calendar)
    {
        var loan = row.ToLoan(calendar);
        var receipts = await ReceiptStore.OfLoanAsync(connection, row.Id);
        var refunds = await RefundStore.OfLoanAsync(connection, row.Id);
        var returnedOn = await LoanHistory.ReturnedOnAsync(connection, row.Id);
        var statement = AccountStatement.Of(
            loan,
            [.. receipts.Select(receipt => new AccountReceipt(receipt.Money, receipt.ReversedOn))],
            [.. refunds.Select(refund => new AccountRefund(refund.ValueDate, refund.Amount))],
            returnedOn,
            from,
            to);
        return new StatementReading(row, loan, statement, receipts, refunds);
    }
}
