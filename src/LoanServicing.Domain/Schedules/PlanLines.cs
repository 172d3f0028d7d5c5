using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Schedules;

/// <summary>The amounts of a plan, by instalment: sums from the first instalment on, so that a standing of principal finds its place.</summary>
internal sealed class PlanLines
{
    private const int MonthsOfYear = 12;

    private readonly LoanTerms _terms;
    private readonly Rials[] _principalThrough; // [0] is nothing
    private readonly Rials[] _feeThrough;
    private readonly int[] _feeMonths;
    private readonly Dictionary<int, IReadOnlyList<FeePart>> _merged = [];

    private PlanLines(LoanTerms terms, Rials[] principalThrough, Rials[] feeThrough, int[] feeMonths) =>
        (_terms, _principalThrough, _feeThrough, _feeMonths) = (terms, principalThrough, feeThrough, feeMonths);

    /// <summary>Of the contract.</summary>
    public static PlanLines Of(LoanTerms terms) => terms.FeeMethod == FeeMethod.FlatAverage ? FlatAverage(terms) : Annual(terms);

    public int Count => _principalThrough.Length - 1;

    public Rials PrincipalThrough(int number) => _principalThrough[number];

    public Rials FeeThrough(int number) => _feeThrough[number];

    /// <summary>Months that the fee of an instalment covers; 0 where it has none.</summary>
    public int FeeMonths(int number) => _feeMonths[number];

    /// <summary>What the fee of an instalment is made of: one part, but for a loan that is called in, whose last line has those of the year's other instalments too.</summary>
    public IReadOnlyList<FeePart> FeeParts(int number) =>
        _merged.GetValueOrDefault(number) ?? [new FeePart(_feeThrough[number] - _feeThrough[number - 1], _feeMonths[number])];

    /// <summary>Whether an instalment is a fee instead of principal.</summary>
    public bool IsFeeOnly(int number) => _terms.FeeMethod == FeeMethod.CbiAnnual && _feeMonths[number] > 0 && _principalThrough[number] == _principalThrough[number - 1];

    /// <summary>The amounts from a change on. One that only moves dates leaves them.</summary>
    public PlanLines With(PlanChange change) => change.Kind switch
    {
        PlanChangeKind.Holiday or PlanChangeKind.DueDay => this,
        PlanChangeKind.CallIn => CalledIn(change),
        _ => SpreadAnew(change),
    };

    /// <summary>One line of all that is left, with the fees of the year that has begun; those of later years are dropped.</summary>
    private PlanLines CalledIn(PlanChange change)
    {
        var lines = Resized(change);
        var endOfYear = Math.Max(change.From, Math.Min(Count, MonthsOfYear * RepaymentPlan.YearOf(change.From, _terms)));
        lines._principalThrough[change.From] = _terms.Principal;
        lines._feeThrough[change.From] = _feeThrough[endOfYear];
        lines._feeMonths[change.From] = _feeMonths[change.From..(endOfYear + 1)].Sum();
        lines._merged[change.From] = [.. Enumerable.Range(change.From, endOfYear - change.From + 1).SelectMany(FeeParts)];
        return lines;
    }

    /// <summary>The principal that is left in equal lines, by the rounding of the contract; fees keep their place and amount.</summary>
    private PlanLines SpreadAnew(PlanChange change)
    {
        var lines = Resized(change);
        var principal = Enumerable.Range(change.From, lines.Count - change.From + 1).Where(number => number > Count || !IsFeeOnly(number)).ToHashSet();
        var line = EvenLine(_terms.Principal - change.PrincipalBefore, principal.Count, _terms.RoundingUnit);
        for (var number = change.From; number <= lines.Count; number++)
        {
            var before = number == change.From ? change.PrincipalBefore : lines._principalThrough[number - 1];
            lines._principalThrough[number] = number == lines.Count ? _terms.Principal : before + (principal.Contains(number) ? line : Rials.Zero);
            lines._feeThrough[number] = _feeThrough[Math.Min(number, Count)];
        }

        return lines;
    }

    /// <summary>Room for the instalments of the change; those before it have no more principal than it leaves them.</summary>
    private PlanLines Resized(PlanChange change)
    {
        var (principal, fees, months) = (new Rials[change.Installments + 1], new Rials[change.Installments + 1], new int[change.Installments + 1]);
        for (var number = 0; number < change.From; number++)
        {
            (principal[number], fees[number]) = (Rials.Min(_principalThrough[number], change.PrincipalBefore), _feeThrough[number]);
        }

        Array.Copy(_feeMonths, months, Math.Min(_feeMonths.Length, months.Length));
        var lines = new PlanLines(_terms, principal, fees, months);
        foreach (var (number, parts) in _merged.Where(merged => merged.Key < change.From))
        {
            lines._merged[number] = parts;
        }

        return lines;
    }

    /// <summary>CbiAnnual: the first instalment of every twelve is the year's fee, the others are principal. NoFee: all are.</summary>
    private static PlanLines Annual(LoanTerms terms)
    {
        var hasFee = terms.FeeMethod == FeeMethod.CbiAnnual;
        var count = terms.Installments;
        var (principal, fees, months) = (new Rials[count + 1], new Rials[count + 1], new int[count + 1]);
        var line = EvenLine(terms.Principal, hasFee ? count - ((count + MonthsOfYear - 1) / MonthsOfYear) : count, terms.RoundingUnit);
        for (var number = 1; number <= count; number++)
        {
            var isFee = hasFee && number % MonthsOfYear == 1;
            months[number] = isFee ? RepaymentPlan.MonthsOf(RepaymentPlan.YearOf(number, terms), terms) : 0;
            var fee = isFee ? ServiceFee.Capped(terms.Principal - principal[number - 1], terms.FeeRateBasisPoints, months[number]) : Rials.Zero;
            fees[number] = fees[number - 1] + fee;
            principal[number] = number == count ? terms.Principal : isFee ? principal[number - 1] : principal[number - 1] + line;
        }

        return new PlanLines(terms, principal, fees, months);
    }

    /// <summary>
    /// Level instalments: each is its fee by the sum of the digits, and what is left of the level amount as principal. The fee of a grace comes on top of the first,
    /// because principal that was repaid the faster for it would leave later lines above their cap.
    /// </summary>
    private static PlanLines FlatAverage(LoanTerms terms)
    {
        var count = terms.Installments;
        var (principal, fees, months) = (new Rials[count + 1], new Rials[count + 1], new int[count + 1]);
        var total = ServiceFee.FlatAverageTotal(terms.Principal, terms.FeeRateBasisPoints, count);
        var spread = Enumerable.Range(1, count).Select(number => total.MulDivFloor(2L * (count + 1 - number), (long)count * (count + 1))).ToList();
        var level = EvenLine(terms.Principal + spread.Sum(), count, terms.RoundingUnit);
        for (var number = 1; number <= count; number++)
        {
            months[number] = number == 1 ? 1 + terms.FeeGraceMonths : 1;
            fees[number] = fees[number - 1] + spread[number - 1];
            principal[number] = number == count
                ? terms.Principal
                : Rials.Min(terms.Principal, principal[number - 1] + Rials.Max(Rials.Zero, level - spread[number - 1]));
            if (number == 1 && terms.FeeGraceMonths > 0)
            {
                fees[1] += ServiceFee.Capped(terms.Principal, terms.FeeRateBasisPoints, terms.FeeGraceMonths);
            }
        }

        return new PlanLines(terms, principal, fees, months);
    }

    /// <summary>One of so many equal lines, rounded down to the unit; where that would leave nothing, to 1 rial.</summary>
    private static Rials EvenLine(Rials amount, int count, Rials unit)
    {
        var even = amount.MulDivFloor(1, count);
        var rounded = new Rials(even.Value - (even.Value % unit.Value));
        return rounded.IsZero ? even : rounded;
    }
}

/// <summary>A part of a fee, capped by itself.</summary>
/// <param name="Planned">In rials, not negative.</param>
/// <param name="Months">That it covers; 0 for none.</param>
public readonly record struct FeePart(Rials Planned, int Months);
