using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Journal;

/// <summary>One row of a trial balance: an account of one owner in one tranche, added up from the beginning, in rials.</summary>
/// <param name="Tranche">Empty for money of no tranche.</param>
public sealed record AccountBalance(string Account, string Owner, string Tranche, Rials Debits, Rials Credits)
{
    /// <summary>What is left on <see cref="Side"/>; zero or more.</summary>
    public Rials Balance => Debits >= Credits ? Debits - Credits : Credits - Debits;

    /// <summary><c>debit</c> or <c>credit</c>; a balance of zero is on the side on which its account grows.</summary>
    public string Side => Debits > Credits || (Debits == Credits && Accounts.Of(Account).GrowsByDebit) ? "debit" : "credit";
}

/// <summary>What a trial balance must be, and its fingerprint.</summary>
public static class AccountBalances
{
    /// <summary>One sentence for each owner whose debits are not its credits (rule R2).</summary>
    public static IReadOnlyList<string> Problems(IEnumerable<AccountBalance> rows) =>
    [
        .. from owner in rows.GroupBy(row => row.Owner)
           let debits = owner.Select(row => row.Debits).Sum()
           let credits = owner.Select(row => row.Credits).Sum()
           where debits != credits
           select $"{owner.Key} has {debits} rials of debits and {credits} of credits",
    ];

    /// <summary>SHA-256 in lower-case hexadecimal over every column of the rows in the order of account, owner and tranche.</summary>
    public static string Hash(IEnumerable<AccountBalance> rows)
    {
        var fields = new HashedFields();
        foreach (var row in rows.OrderBy(row => row.Account, StringComparer.Ordinal)
            .ThenBy(row => row.Owner, StringComparer.Ordinal).ThenBy(row => row.Tranche, StringComparer.Ordinal))
        {
            fields.Add(row.Account);
            fields.Add(row.Owner);
            fields.Add(row.Tranche);
            fields.Add(row.Debits.ToString());
            fields.Add(row.Credits.ToString());
        }

        return fields.ToString();
    }
}
