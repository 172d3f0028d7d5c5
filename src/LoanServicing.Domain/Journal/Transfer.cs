using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Journal;

/// <summary>
/// A journal line: one amount of one owner from the credited to the debited account. It has both sides, so that no entry can be
/// unbalanced, in total or for an owner (rule R2).
/// </summary>
public sealed record Transfer
{
    /// <param name="owner"><see cref="Funders.Alavi"/>, <see cref="Funders.Sina"/> or <see cref="Funders.Servicer"/>.</param>
    /// <param name="tranche">The tranche the money belongs to; null where it belongs to none, as a deposit does.</param>
    /// <param name="amount">In rials, above zero; a reversal exchanges the accounts instead.</param>
    /// <exception cref="ArgumentException">
    /// The amount is not positive, the accounts are the same, the owner is unknown, or money paid for lateness would be a funder's or, where it is owed to
    /// charity, income (domain.md section 2).
    /// </exception>
    public Transfer(Account debit, Account credit, string owner, string? tranche, Rials amount)
    {
        if (!amount.IsPositive)
        {
            throw new ArgumentOutOfRangeException(nameof(amount), amount, "A transfer moves more than zero.");
        }

        if (debit == credit)
        {
            throw new ArgumentException($"A transfer from {debit} to itself moves nothing.", nameof(credit));
        }

        if (owner is not (Funders.Alavi or Funders.Sina or Funders.Servicer))
        {
            throw new ArgumentOutOfRangeException(nameof(owner), owner, "Not an owner of money.");
        }

        if (owner != Funders.Servicer && (IsOfLateness(debit) || IsOfLateness(credit)))
        {
            throw new ArgumentOutOfRangeException(nameof(owner), owner, "What is paid for lateness is never a funder's.");
        }

        if ((debit == Accounts.CharityPayable && IsEarned(credit)) || (credit == Accounts.CharityPayable && IsEarned(debit)))
        {
            throw new ArgumentException("What is owed to charity is never income.", nameof(credit));
        }

        Debit = debit;
        Credit = credit;
        Owner = owner;
        Tranche = tranche;
        Amount = amount;
    }

    public Account Debit { get; }

    public Account Credit { get; }

    public string Owner { get; }

    public string? Tranche { get; }

    public Rials Amount { get; }

    private static bool IsOfLateness(Account account) =>
        account == Accounts.LateCharges || account == Accounts.LateChargesSettled || account == Accounts.CharityPayable;

    private static bool IsEarned(Account account) => account.Kind is AccountKind.Income or AccountKind.ContraIncome;
}
