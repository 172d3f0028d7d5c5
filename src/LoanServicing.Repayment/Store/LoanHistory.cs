using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Loans;
using NodaTime;

namespace LoanServicing.Repayment.Store;

/// <summary>Loans as they stood on days of the past, folded from what was received by then.</summary>
internal static class LoanHistory
{
    private const string SelectReturnedOn = "select business_date from loan_transition where loan_id = @loanId and to_status = @returned";

    /// <summary>One loan; its receipts are read where the day asks for them.</summary>
    public static async Task<Loan> OnAsync(DbConnection connection, LoanRow row, LocalDate asOf)
    {
        var loan = row.ToLoan();
        if (!loan.HasChangedSince(asOf))
        {
            return loan;
        }

        var returnedOn = await ReturnedOnAsync(connection, row.Id);
        var receipts = await ReceiptStore.OfLoanAsync(connection, row.Id);
        return loan.AsItStood(asOf, receipts.Where(receipt => receipt.ReversedOn is null).Select(receipt => receipt.Money), returnedOn);
    }

    /// <summary>The business date on which the payment of a loan came back; null where it did not.</summary>
    public static Task<LocalDate?> ReturnedOnAsync(DbConnection connection, Guid loanId) =>
        connection.QuerySingleOrDefaultAsync<LocalDate?>(SelectReturnedOn, new { loanId, returned = nameof(LoanState.Returned) });
}
