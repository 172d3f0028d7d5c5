using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Domain.Loans;

/// <summary>A standing after a receipt, and what that receipt paid.</summary>
/// <param name="Allocations">By instalment, oldest first; instalments of which nothing was paid are left out.</param>
/// <param name="Credit">What was left when nothing more was owed.</param>
public sealed record LoanStep(LoanStanding Standing, IReadOnlyList<Allocation> Allocations, Rials Credit);

/// <summary>
/// How receipts repay a loan: the oldest instalment first, within an instalment the fee before the principal. The fee of a loan-year is
/// payable once the year has begun on the value date of the receipt; money in advance goes to the principal of later instalments and skips
/// the fees of years not begun, and what is then left is the borrower's credit (design.md section 8).
/// </summary>
public sealed class LoanLedger
{
    private const int MonthsOfYear = 12;

    private readonly Line[] _lines;

    /// <param name="plan">The schedule of the contract.</param>
    /// <param name="paidOutOn">Value date of paying out, ISO: loan-year 1 begins on it.</param>
    public LoanLedger(RepaymentPlan plan, LocalDate paidOutOn)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Plan = plan;
        PaidOutOn = paidOutOn;
        _lines = LinesOf(plan);
    }

    public RepaymentPlan Plan { get; }

    public LocalDate PaidOutOn { get; }

    public Rials Principal => Plan.Terms.Principal;

    /// <summary>How many loan-years have begun by the end of a day: year 1 on paying out, year k on the due date of instalment 12(k - 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day lies before paying out.</exception>
    public int YearsBegunBy(LocalDate day)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(day, PaidOutOn);
        return Math.Min(1 + (Plan.CountDueOn(day) / MonthsOfYear), _lines[^1].Year);
    }

    /// <summary>The next standing. The receipt must not lie before the latest one; such a one needs <see cref="Replay"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The amount is not positive, or the value date lies before the latest or before paying out.</exception>
    public LoanStep Post(LoanStanding standing, LoanReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(standing);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(receipt.Amount.Value, nameof(receipt));
        ArgumentOutOfRangeException.ThrowIfLessThan(receipt.ValueDate, standing.LatestValueDate ?? PaidOutOn, nameof(receipt));

        var (repaid, years) = (standing.PrincipalRepaid, BegunBy(standing, receipt.ValueDate));
        var left = receipt.Amount;
        var allocations = new List<Allocation>();
        foreach (var claim in Claims(repaid, years))
        {
            if (left.IsZero)
            {
                break;
            }

            var fee = claim.Year <= years.Count ? Rials.Min(left, claim.Fee) : Rials.Zero;
            var principal = Rials.Min(left - fee, claim.Principal);
            if ((fee + principal).IsPositive)
            {
                left -= fee + principal;
                repaid += principal;
                years = fee.IsZero ? years : years.WithFee(claim.Year, fee);
                allocations.Add(new Allocation(claim.Number, principal, fee));
            }
        }

        return new LoanStep(new LoanStanding(repaid, years, standing.Credit + left, receipt.ValueDate), allocations, left);
    }

    /// <summary>All receipts from the beginning, in the order of value dates and on one date in the order given (which is that of arrival).</summary>
    /// <returns>The last standing, and per receipt, in the order given, what it paid.</returns>
    public (LoanStanding Standing, IReadOnlyList<LoanStep> Steps) Replay(IReadOnlyList<LoanReceipt> receipts)
    {
        var standing = LoanStanding.Untouched;
        var steps = new LoanStep[receipts.Count];
        foreach (var index in Enumerable.Range(0, receipts.Count).OrderBy(index => receipts[index].ValueDate))
        {
            steps[index] = Post(standing, receipts[index]);
            standing = steps[index].Standing;
        }

        return (standing, steps);
    }

    /// <summary>
    /// What is unpaid of each instalment. The fee of a year that had begun by the latest receipt is capped by the principal of its beginning;
    /// that of a later year by the principal outstanding now, which is what it will be if nothing more is received until then.
    /// </summary>
    public IEnumerable<Claim> Claims(LoanStanding standing)
    {
        ArgumentNullException.ThrowIfNull(standing);
        return Claims(standing.PrincipalRepaid, standing.Years);
    }

    /// <summary>The years begun by a day. No receipt lies between, so those that begin after the latest one begin on what is outstanding.</summary>
    private LoanYears BegunBy(LoanStanding standing, LocalDate day) =>
        standing.Years.BegunTo(YearsBegunBy(day), Principal - standing.PrincipalRepaid);

    private IEnumerable<Claim> Claims(Rials repaid, LoanYears years)
    {
        var (year, feeThrough) = (0, Rials.Zero);
        foreach (var line in _lines)
        {
            (year, feeThrough) = (line.Year, line.Year == year ? feeThrough : Rials.Zero);
            var begun = year <= years.Count;
            var fee = line.PlannedFee.IsZero
                ? Rials.Zero
                : ServiceFee.ActualFee(
                    line.PlannedFee, begun ? years[year].Opening : Principal - repaid, Plan.Terms.FeeRateBasisPoints, Plan.MonthsInLoanYear(year));
            feeThrough += fee;
            var feePaid = begun ? years[year].FeePaid : Rials.Zero;
            yield return new Claim(line.Number, year, Open(fee, feeThrough, feePaid), Open(line.Principal, line.PrincipalThrough, repaid), fee);
        }
    }

    /// <summary>What is open of one amount in a row of amounts of which the first ones are paid first.</summary>
    private static Rials Open(Rials amount, Rials through, Rials paid) => Rials.Max(Rials.Zero, Rials.Min(amount, through - paid));

    private static Line[] LinesOf(RepaymentPlan plan)
    {
        var lines = new Line[plan.Terms.Installments];
        var (principalBefore, feeBefore) = (Rials.Zero, Rials.Zero);
        for (var number = 1; number <= lines.Length; number++)
        {
            var principal = plan.PrincipalDueThrough(number);
            var fee = plan.IsFeeInstalment(number) ? plan.FeeDueThrough(number) : feeBefore;
            lines[number - 1] = new Line(number, plan.LoanYearOf(number), principal - principalBefore, principal, fee - feeBefore);
            (principalBefore, feeBefore) = (principal, fee);
        }

        return feeBefore == plan.FeeTotal
            ? lines
            : throw new InvalidOperationException($"The lines carry fees of {feeBefore}, the plan has {plan.FeeTotal}.");
    }

    private readonly record struct Line(int Number, int Year, Rials Principal, Rials PrincipalThrough, Rials PlannedFee);
}
