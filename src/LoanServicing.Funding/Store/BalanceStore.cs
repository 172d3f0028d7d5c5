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

    private static readonly KeptSums Kept = new("balance", ["account", "owner", "tranche", "business_date"], ["debits", "credits"]);

    /// <summary>Adds an entry's changes, given in the order of their keys.</summary>
    public static Task AddAsync(UnitOfWork unit, IReadOnlyList<BalanceChange> changes) => Kept.AddAsync(unit, [.. changes.Select(change =>
        new object[] { change.Key.Account, change.Key.Owner, change.Key.Tranche, change.Key.BookingDate, change.Debits, change.Credits })]);
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
