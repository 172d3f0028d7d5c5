using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Journal;

/// <summary>Debits and credits by account and owner, added up from kept balances or from journal lines.</summary>
public sealed class TrialBalance
{
    private readonly Dictionary<(Account Account, string Owner), (Rials Debits, Rials Credits)> _totals = [];

    public IEnumerable<string> Owners => _totals.Keys.Select(key => key.Owner).Distinct();

    public void Add(Account account, string owner, Rials debits, Rials credits)
    {
        var before = _totals.GetValueOrDefault((account, owner));
        _totals[(account, owner)] = (before.Debits + debits, before.Credits + credits);
    }

    public void Add(Transfer line)
    {
        Add(line.Debit, line.Owner, line.Amount, Rials.Zero);
        Add(line.Credit, line.Owner, Rials.Zero, line.Amount);
    }

    /// <summary>The balance on the side on which the account grows.</summary>
    public Rials Of(Account account, string owner)
    {
        var (debits, credits) = _totals.GetValueOrDefault((account, owner));
        return account.GrowsByDebit ? debits - credits : credits - debits;
    }

    /// <summary>The balance of all owners together.</summary>
    public Rials Of(Account account) => Owners.Select(owner => Of(account, owner)).Sum();
}
