using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Journal;

/// <summary>What a kept balance is for: one account of one owner in one tranche on one booking day.</summary>
/// <param name="Tranche">Empty for money of no tranche, so that the key has no null.</param>
public readonly record struct BalanceKey(string Account, string Owner, string Tranche, LocalDate BookingDate) : IComparable<BalanceKey>
{
    public int CompareTo(BalanceKey other)
    {
        var order = string.CompareOrdinal(Account, other.Account);
        order = order != 0 ? order : string.CompareOrdinal(Owner, other.Owner);
        order = order != 0 ? order : string.CompareOrdinal(Tranche, other.Tranche);
        return order != 0 ? order : BookingDate.CompareTo(other.BookingDate);
    }
}

/// <summary>What an entry adds to one kept balance, in rials.</summary>
public sealed record BalanceChange(BalanceKey Key, Rials Debits, Rials Credits)
{
    /// <summary>
    /// The changes that an entry makes, one per key and in the order of the keys, so that writers never wait for each other in a circle.
    /// </summary>
    public static IReadOnlyList<BalanceChange> Of(JournalEntry entry)
    {
        var changes = new SortedDictionary<BalanceKey, BalanceChange>();
        foreach (var line in entry.Lines)
        {
            Add(changes, KeyOf(line.Debit, line, entry), line.Amount, Rials.Zero);
            Add(changes, KeyOf(line.Credit, line, entry), Rials.Zero, line.Amount);
        }

        return [.. changes.Values];
    }

    private static BalanceKey KeyOf(Account account, Transfer line, JournalEntry entry) =>
        new(account.Code, line.Owner, line.Tranche ?? "", entry.Origin.BookingDate);

    private static void Add(SortedDictionary<BalanceKey, BalanceChange> changes, BalanceKey key, Rials debits, Rials credits)
    {
        var before = changes.TryGetValue(key, out var change) ? change : new BalanceChange(key, Rials.Zero, Rials.Zero);
        changes[key] = new BalanceChange(key, before.Debits + debits, before.Credits + credits);
    }
}
