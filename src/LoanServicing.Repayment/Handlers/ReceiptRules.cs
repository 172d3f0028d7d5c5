using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.Handlers;

/// <summary>What a receipt is posted by that is configured and not stored with its loan.</summary>
internal sealed class ReceiptRules(Programme programme, LoanCalendar calendar)
{
    /// <summary>The largest receipt, inclusive: what is more is kept in suspense, whatever loan it names.</summary>
    public Rials Ceiling => programme.HighestReceipt;

    /// <summary>The loan as it takes a receipt.</summary>
    /// <exception cref="InvalidOperationException">The row is damaged; verification names what is wrong.</exception>
    public Loan Read(LoanRow row) => row.ToLoan(calendar);
}
