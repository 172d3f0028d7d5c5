using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Reconciliation;

/// <summary>What an entry moves on the pool's account at the bank.</summary>
public static class BankNet
{
    /// <summary>
    /// What came to the account less what left it, in rials. Cash and clearing together are what the bank holds (rule R9), so an order that waits
    /// for the bank moves nothing, and neither does money that passes from one owner to another.
    /// </summary>
    public static Rials Of(JournalEntry entry) =>
        entry.Lines.Select(line => (IsInBank(line.Debit) ? line.Amount : Rials.Zero) - (IsInBank(line.Credit) ? line.Amount : Rials.Zero)).Sum();

    private static bool IsInBank(Account account) => account == Accounts.Cash || account == Accounts.Clearing;
}
