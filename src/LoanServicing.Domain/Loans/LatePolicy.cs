using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Loans;

/// <summary>What lateness costs a borrower (domain.md section 1.3). None of it is the price of time: it is simple, never compounded, and never the funders'.</summary>
public enum LatePolicy
{
    /// <summary>Nothing: the default.</summary>
    None,

    /// <summary>What recovering the loan has really cost, each cost decided by two people (domain.md section 2, AAOIFI 3 2/1).</summary>
    ActualCostOnly,

    /// <summary>What the borrower has promised to give to charity when late, by days; nobody's income.</summary>
    CharityCommitment,

    /// <summary>The charge of the Central Bank's contracts (vajh-e eltezam), by days; the servicing bank's.</summary>
    CbiVajhEltezam,
}

/// <summary>What a contract says of lateness.</summary>
/// <param name="RateBasisPoints">A year, in hundredths of a percent of the principal overdue; 0 where the policy does not count days.</param>
/// <param name="YearDays">By which the year's rate is divided: 360 or 365; 0 where the policy does not count days.</param>
public sealed record LateTerms(LatePolicy Policy, int RateBasisPoints, int YearDays)
{
    private const int HighestRate = 10_000;

    public static LateTerms None { get; } = new(LatePolicy.None, 0, 0);

    /// <summary>Whether each day on which principal is overdue counts.</summary>
    public bool CountsDays => Policy is LatePolicy.CharityCommitment or LatePolicy.CbiVajhEltezam;

    /// <summary>Whether the terms can be charged by: a rate and 360 or 365 days where days count, and neither where they do not.</summary>
    public bool IsSound => Enum.IsDefined(Policy)
        && (CountsDays ? RateBasisPoints is > 0 and <= HighestRate && YearDays is 360 or 365 : (RateBasisPoints, YearDays) == (0, 0));

    /// <summary>The charge for so many rials overdue for so many days, together rounded down to 1 rial.</summary>
    /// <param name="rialDays">The sum, over all days, of the principal overdue on the day, in rials; not negative.</param>
    /// <exception cref="OverflowException">The charge does not fit in 64 bits.</exception>
    public Rials ChargeOf(Int128 rialDays) => CountsDays ? new Rials(checked((long)(rialDays * RateBasisPoints / (10_000 * YearDays)))) : Rials.Zero;
}

/// <summary>What two people have decided of a loan's charges for lateness.</summary>
public enum LateDecisionKind
{
    /// <summary>A cost of recovering the loan, which the borrower repays.</summary>
    Cost,

    /// <summary>Charges that are unpaid on the day are forgiven.</summary>
    Waiver,
}

/// <summary>
/// A decision, on its business date. A cost is owed by receipts of later value dates, so that what was told of a day to who pays on that day stays true; a waiver
/// counts on its day already, and whether the day's receipts came before it makes no difference: they have paid what it leaves.
/// </summary>
/// <param name="Amount">The cost, or what is forgiven at most, in rials, above zero.</param>
public readonly record struct LateDecision(LateDecisionKind Kind, LocalDate DecidedOn, Rials Amount);
