using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Journal;

/// <summary>Which accounts each figure of a funder's statement is made of.</summary>
public static class StatementAccounts
{
    public static IReadOnlyList<Account> Disbursed { get; } = [Accounts.LoansDisbursed];

    public static IReadOnlyList<Account> Returned { get; } = [Accounts.LoansReturned];

    public static IReadOnlyList<Account> Collected { get; } = [Accounts.LoansCollected];

    public static IReadOnlyList<Account> WrittenOff { get; } = [Accounts.LoansWrittenOff];

    public static IReadOnlyList<Account> Recovered { get; } = [Accounts.LossesRecovered];

    /// <summary>What the other funder paid for is written off and not lost.</summary>
    public static IReadOnlyList<Account> Compensated { get; } = [Accounts.LoansWrittenOff, Accounts.LoanLosses];

    public static IReadOnlyList<Account> Deposited { get; } = [Accounts.Deposited];

    public static IReadOnlyList<Account> Remitted { get; } = [Accounts.Remitted];

    /// <summary>Money in clearing is still in the bank and still the funder's.</summary>
    public static IReadOnlyList<Account> Cash { get; } = [Accounts.Cash, Accounts.Clearing];

    public static IReadOnlyList<Account> Outstanding { get; } = [.. Disbursed, .. Returned, .. Collected, .. WrittenOff];
}

/// <summary>A funder's principal over some days, in rials: what borrowers owe it at their beginning and end, and why that changed.</summary>
/// <param name="Collected">Repaid by borrowers, less what a backdated receipt or a reversal took back.</param>
public sealed record PrincipalFigures(Rials Opening, Rials Disbursed, Rials Returned, Rials Collected, Rials WrittenOff, Rials Closing)
{
    /// <param name="before">The books, of one tranche or of all, as they stood when the first day began.</param>
    /// <param name="through">The same books at the end of the last day.</param>
    public static PrincipalFigures Of(TrialBalance before, TrialBalance through, string funder)
    {
        Rials Moved(IEnumerable<Account> accounts) => Total(through, accounts, funder) - Total(before, accounts, funder);
        return new PrincipalFigures(
            Owed(before, funder),
            Moved(StatementAccounts.Disbursed),
            Moved(StatementAccounts.Returned),
            Moved(StatementAccounts.Collected),
            Moved(StatementAccounts.WrittenOff),
            Owed(through, funder));
    }

    private static Rials Owed(TrialBalance books, string funder) =>
        Total(books, StatementAccounts.Disbursed, funder) - Total(books, StatementAccounts.Returned, funder)
        - Total(books, StatementAccounts.Collected, funder) - Total(books, StatementAccounts.WrittenOff, funder);

    internal static Rials Total(TrialBalance books, IEnumerable<Account> accounts, string funder) =>
        accounts.Select(account => books.Of(account, funder)).Sum();
}

/// <summary>A funder's cash over some days, in rials.</summary>
/// <param name="Recovered">Come back of principal that was written off.</param>
/// <param name="Returned">Paid out and come back whole.</param>
/// <param name="Compensated">What the other funder paid for it of its losses: written off, less lost. Negative where it paid for the other.</param>
public sealed record CashFigures(
    Rials Opening, Rials Deposited, Rials Collected, Rials Recovered, Rials Returned, Rials Disbursed, Rials Remitted, Rials Closing, Rials Compensated = default)
{
    /// <inheritdoc cref="PrincipalFigures.Of"/>
    public static CashFigures Of(TrialBalance before, TrialBalance through, string funder)
    {
        Rials Moved(IEnumerable<Account> accounts) =>
            PrincipalFigures.Total(through, accounts, funder) - PrincipalFigures.Total(before, accounts, funder);
        return new CashFigures(
            PrincipalFigures.Total(before, StatementAccounts.Cash, funder),
            Moved(StatementAccounts.Deposited),
            Moved(StatementAccounts.Collected),
            Moved(StatementAccounts.Recovered),
            Moved(StatementAccounts.Returned),
            Moved(StatementAccounts.Disbursed),
            Moved(StatementAccounts.Remitted),
            PrincipalFigures.Total(through, StatementAccounts.Cash, funder),
            Moved([Accounts.LoansWrittenOff]) - Moved([Accounts.LoanLosses]));
    }
}

/// <summary>One funder's statement over some days: principal by tranche and in all, and cash.</summary>
public sealed record FunderPeriod(string Funder, IReadOnlyDictionary<string, PrincipalFigures> Tranches, PrincipalFigures Pool, CashFigures Cash)
{
    /// <summary>
    /// One sentence for each identity that does not hold. Cash is read from other accounts than what moved it, and the pool from all lines and not
    /// from the tranches', so that each is a check and not a definition.
    /// </summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        foreach (var (name, figures) in Tranches.Append(new("the pool", Pool)))
        {
            Check(problems, $"principal of {name}", figures.Opening + figures.Disbursed - figures.Returned - figures.Collected - figures.WrittenOff, figures.Closing);
        }

        Check(problems, "cash", Cash.Opening + Cash.Deposited + Cash.Collected + Cash.Recovered + Cash.Compensated + Cash.Returned - Cash.Disbursed - Cash.Remitted, Cash.Closing);
        Check(problems, "opening principal of all tranches", Tranches.Values.Select(each => each.Opening).Sum(), Pool.Opening);
        Check(problems, "closing principal of all tranches", Tranches.Values.Select(each => each.Closing).Sum(), Pool.Closing);
        return problems;
    }

    private void Check(List<string> problems, string what, Rials expected, Rials found)
    {
        if (expected != found)
        {
            problems.Add($"the {what} of {Funder} should be {expected} rials and is {found}");
        }
    }
}
