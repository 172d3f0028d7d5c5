using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Domain.Loans;

/// <summary>The lines of one plan of a loan, and from when on receipts are allocated by them.</summary>
internal sealed class LedgerLines
{
    private const int MonthsOfYear = 12;

    private readonly RepaymentPlan _plan;
    private readonly Line[] _lines;

    /// <param name="plan">The plan by the end of the day on which its last change was decided.</param>
    public LedgerLines(RepaymentPlan plan)
    {
        _plan = plan;
        ForReceiptsAfter = plan.Changes.Count == 0 ? null : plan.Changes[^1].EffectiveOn;
        _lines = LinesOf(plan);
    }

    /// <summary>A receipt of the day of a change is still allocated by the plan before it, whichever of the two came first; null for the plan of the contract.</summary>
    public LocalDate? ForReceiptsAfter { get; }

    /// <summary>How many loan-years have begun by the end of a day: year 1 on paying out, year k on the due date of instalment 12(k - 1).</summary>
    public int YearsBegunBy(LocalDate day) => Math.Min(1 + (_plan.CountDueOn(day) / MonthsOfYear), _lines[^1].Year);

    public int CountDueOn(LocalDate day) => _plan.CountDueOn(day);

    /// <summary>What is unpaid of each instalment with so much principal repaid and these years begun.</summary>
    public IEnumerable<Claim> Claims(Rials repaid, LoanYears years)
    {
        var (year, feeThrough) = (0, Rials.Zero);
        foreach (var line in _lines)
        {
            (year, feeThrough) = (line.Year, line.Year == year ? feeThrough : Rials.Zero);
            var begun = year <= years.Count;
            var fee = ActualFee(line, begun ? years[year].Opening : _plan.Terms.Principal - repaid);
            feeThrough += fee;
            var feePaid = begun ? years[year].FeePaid : Rials.Zero;
            yield return new Claim(line.Number, year, Open(fee, feeThrough, feePaid), Open(line.Principal, line.PrincipalThrough, repaid), fee);
        }
    }

    /// <summary>Principal overdue, added up over the days after the first one to the last one: rials times days.</summary>
    public Int128 RialDaysOverdue(Rials repaid, LocalDate after, LocalDate through, GraceDays grace)
    {
        var sum = Int128.Zero;
        foreach (var line in _lines)
        {
            var payableOn = _plan.PayableOn(line.Number);
            if (payableOn >= through)
            {
                break;
            }

            var days = Period.DaysBetween(LocalDate.Max(after, grace.LastFor(payableOn)), through);
            sum += days > 0 ? (Int128)Open(line.Principal, line.PrincipalThrough, repaid).Value * days : 0;
        }

        return sum;
    }

    /// <summary>All days on which something is payable, in order, one for each instalment.</summary>
    public IEnumerable<LocalDate> PayableOn() => _lines.Select(line => _plan.PayableOn(line.Number));

    private Rials ActualFee(Line line, Rials opening)
    {
        var fee = Rials.Zero;
        foreach (var part in line.Fees)
        {
            fee += part.Planned.IsZero ? Rials.Zero : ServiceFee.ActualFee(part.Planned, opening, _plan.Terms.FeeRateBasisPoints, part.Months);
        }

        return fee;
    }

    /// <summary>What is open of one amount in a row of amounts of which the first ones are paid first.</summary>
    private static Rials Open(Rials amount, Rials through, Rials paid) => Rials.Max(Rials.Zero, Rials.Min(amount, through - paid));

    private static Line[] LinesOf(RepaymentPlan plan)
    {
        var lines = new Line[plan.Count];
        for (var number = 1; number <= lines.Length; number++)
        {
            lines[number - 1] = new Line(
                number,
                plan.LoanYearOf(number),
                plan.PrincipalDueThrough(number) - plan.PrincipalDueThrough(number - 1),
                plan.PrincipalDueThrough(number),
                plan.FeePartsOf(number));
        }

        return lines;
    }

    private readonly record struct Line(int Number, int Year, Rials Principal, Rials PrincipalThrough, IReadOnlyList<FeePart> Fees);
}
