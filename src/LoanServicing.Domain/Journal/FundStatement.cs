using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Journal;

/// <summary>
/// One funder's figures, from the books. Money in clearing is still in the bank and still the funder's, so it counts as cash until the bank
/// confirms; thus the figures close at every moment and not only when no payment is on its way (rule R9).
/// </summary>
/// <param name="Disbursed">Paid out to borrowers and not come back.</param>
/// <param name="Collected">Principal repaid by borrowers.</param>
/// <param name="Remitted">Paid back to the funder.</param>
/// <param name="Free">Cash that no payment order has taken.</param>
/// <param name="InClearing">Cash that payment orders have taken.</param>
/// <param name="WrittenOff">Principal given up.</param>
/// <param name="Recovered">Come back of the funder's losses.</param>
/// <param name="Lost">What the funder bears of principal given up, its own or the other's, whatever has come back since.</param>
public sealed record FundStatement(
    string Funder, Rials Deposited, Rials Disbursed, Rials Collected, Rials Remitted, Rials Free, Rials InClearing, Rials WrittenOff, Rials Recovered, Rials Lost)
{
    public Rials CashHeld => Free + InClearing;

    /// <summary>What the other funder has paid for it of its losses; negative where it has paid for the other. The two funders' figures are opposite.</summary>
    public Rials Compensated => WrittenOff - Lost;

    /// <summary>Principal that borrowers owe this funder.</summary>
    public Rials Outstanding => Disbursed - Collected - WrittenOff;

    public static FundStatement Of(TrialBalance books, string funder) => new(
        funder,
        books.Of(Accounts.Deposited, funder),
        books.Of(Accounts.LoansDisbursed, funder) - books.Of(Accounts.LoansReturned, funder),
        books.Of(Accounts.LoansCollected, funder),
        books.Of(Accounts.Remitted, funder),
        books.Of(Accounts.Cash, funder),
        books.Of(Accounts.Clearing, funder),
        books.Of(Accounts.LoansWrittenOff, funder),
        books.Of(Accounts.LossesRecovered, funder),
        books.Of(Accounts.LoanLosses, funder));
}

/// <summary>All money in the bank and whose it is.</summary>
/// <param name="FeesHeld">Service fees collected and not settled with the servicing bank yet.</param>
/// <param name="LateChargesHeld">Paid for lateness and not settled with the servicing bank yet.</param>
/// <param name="CharityHeld">Owed to charity.</param>
public sealed record BankPosition(
    Rials FundersCash, Rials Clearing, Rials FeesHeld, Rials Suspense, Rials BorrowersCredit, Rials LateChargesHeld = default, Rials CharityHeld = default)
{
    /// <summary>What the bank account holds, added up from what it is for (rule R9).</summary>
    public Rials Balance => FundersCash + Clearing + FeesHeld + LateChargesHeld + CharityHeld + Suspense + BorrowersCredit;

    public static BankPosition Of(TrialBalance books) => new(
        books.Of(Accounts.Cash, Funders.Alavi) + books.Of(Accounts.Cash, Funders.Sina),
        books.Of(Accounts.Clearing),
        books.Of(Accounts.FeeIncome) - books.Of(Accounts.FeesSettled),
        books.Of(Accounts.Suspense),
        books.Of(Accounts.BorrowerCredit),
        books.Of(Accounts.LateCharges) - books.Of(Accounts.LateChargesSettled),
        books.Of(Accounts.CharityPayable));
}

/// <summary>The identities of rule R9 that the journal alone can answer.</summary>
public static class BookIdentities
{
    /// <summary>One sentence for each identity that does not hold.</summary>
    public static IReadOnlyList<string> Problems(TrialBalance books)
    {
        var problems = new List<string>();
        var statements = new[] { Funders.Alavi, Funders.Sina }.Select(funder => FundStatement.Of(books, funder)).ToList();
        var compensated = statements.Select(statement => statement.Compensated).Sum();
        foreach (var statement in statements)
        {
            var funder = statement.Funder;
            var expected = statement.Deposited + statement.Collected + statement.Recovered + statement.Compensated - statement.Disbursed - statement.Remitted;
            if (expected != statement.CashHeld)
            {
                problems.Add($"{funder} should hold {expected} rials in cash and holds {statement.CashHeld}");
            }

            // What one funder bears for the other is on both, so in all nothing is lost but what is written off.
            if (!compensated.IsZero && statement.Lost != statement.WrittenOff)
            {
                problems.Add($"{funder} has lost {statement.Lost} rials, and {statement.WrittenOff} of its principal are written off");
            }
        }

        var bank = BankPosition.Of(books);
        var inTheBank = books.Of(Accounts.Cash) + bank.Clearing;
        if (bank.Balance != inTheBank)
        {
            problems.Add($"the bank should hold {bank.Balance} rials and holds {inTheBank}");
        }

        return problems;
    }
}
