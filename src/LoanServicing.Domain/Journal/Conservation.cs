using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Journal;

/// <summary>An equation that the books must keep (rule R9), with both sides.</summary>
/// <param name="Name">Stable, for programs.</param>
/// <param name="Equation">In words.</param>
public sealed record BookIdentity(string Name, string Equation, Rials Left, Rials Right)
{
    public bool Holds => Left == Right;

    internal static BookIdentity OfLoans(Rials owe, Rials outstanding, Rials writtenOff) =>
        new("loans", $"what the loans owe = disbursed - returned - collected{(writtenOff.IsZero ? "" : " - written off")}", owe, outstanding);
}

/// <summary>What became of one funder's money, in rials.</summary>
/// <param name="Drawn">Paid out and not come back whole, as it counts against the funder's limit.</param>
/// <param name="Disbursed">Paid out, ever.</param>
/// <param name="LoansOwe">What the funder's loans owe it, added up loan by loan.</param>
/// <param name="WrittenOff">Principal given up.</param>
/// <param name="Recovered">Come back of the funder's losses.</param>
/// <param name="Lost">What the funder bears of principal given up, its own or the other's.</param>
/// <param name="Compensated">What the other funder has paid for it of its losses; negative where it has paid for the other.</param>
public sealed record FunderConservation(
    string Funder, Rials Deposited, Rials Drawn, Rials Disbursed, Rials Returned, Rials Collected, Rials Remitted, Rials Cash, Rials Clearing, Rials LoansOwe,
    Rials WrittenOff = default, Rials Recovered = default, Rials Lost = default, Rials Compensated = default)
{
    public Rials Outstanding => Disbursed - Returned - Collected - WrittenOff;

    /// <summary>Where nothing was lost they are written as before there were losses, so that a proof of then still reads as it was written.</summary>
    public IReadOnlyList<BookIdentity> Identities =>
    [
        new("cash", $"deposited + collected{(Recovered.IsZero ? "" : " + recovered")}{(Compensated.IsZero ? "" : " + compensated")} - disbursed + returned - remitted = cash + clearing",
            Deposited + Collected + Recovered + Compensated - Disbursed + Returned - Remitted, Cash + Clearing),
        new("drawn", "drawn = disbursed - returned", Drawn, Disbursed - Returned),
        BookIdentity.OfLoans(LoansOwe, Outstanding, WrittenOff),
        .. WrittenOff.IsZero && Lost.IsZero
            ? Array.Empty<BookIdentity>()
            : [new("losses", $"lost = written off{(Compensated.IsZero ? "" : " - compensated")}", Lost, WrittenOff - Compensated)],
    ];

    /// <summary>All of it as the journal's balances give it.</summary>
    public static FunderConservation Of(TrialBalance books, string funder, Rials loansOwe)
    {
        var (disbursed, returned) = (books.Of(Accounts.LoansDisbursed, funder), books.Of(Accounts.LoansReturned, funder));
        var (writtenOff, lost) = (books.Of(Accounts.LoansWrittenOff, funder), books.Of(Accounts.LoanLosses, funder));
        return new FunderConservation(
            funder, books.Of(Accounts.Deposited, funder), disbursed - returned, disbursed, returned, books.Of(Accounts.LoansCollected, funder),
            books.Of(Accounts.Remitted, funder), books.Of(Accounts.Cash, funder), books.Of(Accounts.Clearing, funder), loansOwe,
            writtenOff, books.Of(Accounts.LossesRecovered, funder), lost, writtenOff - lost);
    }
}

/// <summary>One funder's principal in one tranche, in rials.</summary>
/// <param name="WrittenOff">Given up.</param>
/// <param name="Recovered">Come back of what was given up.</param>
public sealed record TrancheConservation(
    string Tranche, string Funder, Rials Disbursed, Rials Returned, Rials Collected, Rials Clearing, Rials LoansOwe, Rials WrittenOff = default, Rials Recovered = default)
{
    public Rials Outstanding => Disbursed - Returned - Collected - WrittenOff;

    public IReadOnlyList<BookIdentity> Identities => [BookIdentity.OfLoans(LoansOwe, Outstanding, WrittenOff)];
}

/// <summary>
/// The conservation report: where each funder's and the bank's money is, from the balances of the journal and the loans. A pure function, so that
/// the program and whoever checks a proof without its database come to the same figures.
/// </summary>
/// <param name="Bank">What the bank account is for.</param>
/// <param name="BankIdentity">That and what the account holds.</param>
public sealed record Conservation(
    IReadOnlyList<FunderConservation> Funders, IReadOnlyList<TrancheConservation> Tranches, BankPosition Bank, BookIdentity BankIdentity)
{
    private static readonly string[] BothFunders = [Money.Funders.Alavi, Money.Funders.Sina];

    /// <summary>Of no one funder. What one bears for the other is a loss all the same; where nobody does, the funders' own identities say so.</summary>
    public IReadOnlyList<BookIdentity> Identities =>
    [
        BankIdentity,
        .. Funders.All(funder => funder.Compensated.IsZero)
            ? Array.Empty<BookIdentity>()
            : [new("losses", "lost by both funders = written off of both", Funders.Select(funder => funder.Lost).Sum(), Funders.Select(funder => funder.WrittenOff).Sum())],
    ];

    /// <param name="balances">Of any days; those of accounts that are not in the chart are left to whoever compares the balances themselves.</param>
    /// <param name="tranches">To be reported, whether or not money has moved in them.</param>
    /// <param name="owed">What the loans of a tranche owe.</param>
    public static Conservation Of(
        IReadOnlyCollection<BalanceChange> balances, IEnumerable<string> tranches, IReadOnlyDictionary<string, FunderShares> owed)
    {
        var books = BooksOf(balances);
        var bank = BankPosition.Of(books);
        var owedInAll = owed.Values.Aggregate(FunderShares.Zero, (sum, shares) => sum + shares);
        return new Conservation(
            [.. BothFunders.Select(funder => FunderConservation.Of(books, funder, owedInAll.Of(funder)))],
            [.. tranches.Order(StringComparer.Ordinal).SelectMany(tranche => TranchesOf(balances, tranche, owed.GetValueOrDefault(tranche)))],
            bank,
            new("bank", $"funders' cash + clearing + fees held{OfLateness(bank)} + suspense + borrowers' credit = cash of all owners + clearing",
                bank.Balance, books.Of(Accounts.Cash) + bank.Clearing));
    }

    /// <summary>Named only where it is not zero, so that a proof from before anything was paid for lateness still reads as it was written.</summary>
    private static string OfLateness(BankPosition bank) =>
        (bank.LateChargesHeld.IsZero ? "" : " + late charges held") + (bank.CharityHeld.IsZero ? "" : " + owed to charity");

    private static IEnumerable<TrancheConservation> TranchesOf(IEnumerable<BalanceChange> balances, string tranche, FunderShares owed)
    {
        var books = BooksOf(balances.Where(sum => sum.Key.Tranche == tranche));
        return BothFunders.Select(funder => new TrancheConservation(
            tranche, funder, books.Of(Accounts.LoansDisbursed, funder), books.Of(Accounts.LoansReturned, funder),
            books.Of(Accounts.LoansCollected, funder), books.Of(Accounts.Clearing, funder), owed.Of(funder), books.Of(Accounts.LoansWrittenOff, funder),
            books.Of(Accounts.LossesRecovered, funder)));
    }

    private static TrialBalance BooksOf(IEnumerable<BalanceChange> balances)
    {
        var books = new TrialBalance();
        foreach (var sum in balances)
        {
            if (Accounts.All.FirstOrDefault(account => account.Code == sum.Key.Account) is { } account)
            {
                books.Add(account, sum.Key.Owner, sum.Debits, sum.Credits);
            }
        }

        return books;
    }
}
