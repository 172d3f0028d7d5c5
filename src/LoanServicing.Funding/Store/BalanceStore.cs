using System.Globalization;
using System.Text;
using Dapper;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>Balances per account, owner, tranche and booking day.</summary>
internal static class BalanceStore
{
    public const string SelectTotals =
        "select account, owner, tranche, sum(debits) as debits, sum(credits) as credits from balance group by account, owner, tranche";

    /// <summary>The trial balance as of a day: one pass over the kept days, some 60 keys of them, never over the journal.</summary>
    public const string SelectAsOf =
        """
        select account, owner, tranche, sum(debits) as debits, sum(credits) as credits
        from balance where business_date <= @day
        group by account, owner, tranche
        order by account, owner, tranche
        """;

    public const string SelectAll = "select account, owner, tranche, business_date, debits, credits from balance";

    /// <summary>
    /// Adds an entry's changes, given in the order of their keys, in one statement; on the first entry of a day a second one makes the rows
    /// that are missing.
    /// </summary>
    public static async Task AddAsync(UnitOfWork unit, IReadOnlyList<BalanceChange> changes)
    {
        var values = Values(changes);
        var written = await unit.ExecuteAsync(UpdateFor(changes.Count), values);
        if (written < changes.Count)
        {
            written += await unit.ExecuteAsync(InsertMissingFor(changes.Count), values);
        }

        if (written != changes.Count)
        {
            throw new ConcurrentChangeException("A balance"); // made by another unit between the two statements
        }
    }

    private static DynamicParameters Values(IReadOnlyList<BalanceChange> changes)
    {
        var values = new DynamicParameters();
        for (var i = 0; i < changes.Count; i++)
        {
            var (change, n) = (changes[i], i.ToString(CultureInfo.InvariantCulture));
            values.Add("a" + n, change.Key.Account);
            values.Add("o" + n, change.Key.Owner);
            values.Add("t" + n, change.Key.Tranche);
            values.Add("b" + n, change.Key.BookingDate);
            values.Add("d" + n, change.Debits);
            values.Add("c" + n, change.Credits);
        }

        return values;
    }

    private static string UpdateFor(int count)
    {
        var debits = Each(count, " ", n => $"when {IsKey(n)} then @d{n}");
        var credits = Each(count, " ", n => $"when {IsKey(n)} then @c{n}");
        var keys = Each(count, " or ", n => $"({IsKey(n)})");
        return $"update balance set debits = debits + case {debits} end, credits = credits + case {credits} end where {keys}";
    }

    /// <summary>Rows that exist have had their change by then, so only the missing ones may be made.</summary>
    private static string InsertMissingFor(int count) =>
        "insert into balance (account, owner, tranche, business_date, debits, credits) "
        + Each(count, " union all ", n =>
            $"select @a{n}, @o{n}, @t{n}, @b{n}, @d{n}, @c{n} where not exists (select 1 from balance where {IsKey(n)})");

    private static string IsKey(int n) => $"account = @a{n} and owner = @o{n} and tranche = @t{n} and business_date = @b{n}";

    private static string Each(int count, string separator, Func<int, string> part) =>
        new StringBuilder().AppendJoin(separator, Enumerable.Range(0, count).Select(part)).ToString();
}

internal sealed record BalanceRow
{
    public string Account { get; init; } = "";

    public string Owner { get; init; } = "";

    public string Tranche { get; init; } = "";

    public LocalDate BusinessDate { get; init; }

    public Rials Debits { get; init; }

    public Rials Credits { get; init; }

    public BalanceKey Key => new(Account, Owner, Tranche, BusinessDate);

    public AccountBalance ToBalance() => new(Account, Owner, Tranche, Debits, Credits);
}
