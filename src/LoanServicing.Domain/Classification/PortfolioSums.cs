using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Classification;

/// <summary>Sums of loans, in rials.</summary>
/// <param name="Outstanding">Principal owed.</param>
/// <param name="Classified">What of it has moved to the class of its loan.</param>
/// <param name="Provision">Set aside against it.</param>
public sealed record LoanSums(int Loans, FunderShares Outstanding, FunderShares Classified, FunderShares Provision, Rials MaturedPrincipal, Rials MaturedFee)
{
    public static LoanSums None { get; } = new(0, FunderShares.Zero, FunderShares.Zero, FunderShares.Zero, Rials.Zero, Rials.Zero);

    public LoanSums With(LoanProvision loan, Arrears arrears)
    {
        ArgumentNullException.ThrowIfNull(loan);
        ArgumentNullException.ThrowIfNull(arrears);
        return new LoanSums(
            Loans + 1,
            Outstanding + loan.Outstanding,
            Classified + loan.Classified,
            Provision + loan.Provision,
            MaturedPrincipal + arrears.MaturedPrincipal,
            MaturedFee + arrears.MaturedFee);
    }
}

/// <summary>Principal of loans with more than so many days overdue.</summary>
/// <param name="PartsPerMillion">Of the principal of all loans, the nearest whole part, half up; 0 where nothing is owed.</param>
public sealed record AtRisk(int OverDays, int Loans, Rials Outstanding, long PartsPerMillion);

/// <summary>Full Solar Hijri months overdue, both included; null is open.</summary>
public readonly record struct MonthRange(int From, int? To)
{
    /// <summary>For instance <c>2</c>, <c>3-6</c> and <c>18+</c>.</summary>
    public string Code => this switch
    {
        { To: null } => $"{From}+",
        { To: { } to } when to == From => $"{From}",
        _ => $"{From}-{To}",
    };
}

/// <summary>The sums of a portfolio of loans on one day, made loan by loan: each loan is in one class and tranche, and all of them make the whole.</summary>
public sealed class PortfolioSums
{
    private const long Million = 1_000_000;

    private readonly Dictionary<(LoanClass Class, string Tranche), LoanSums> _classes = [];
    private readonly LoanSums[] _ageing = [.. Ages.Select(_ => LoanSums.None)];
    private readonly LoanSums[] _atRisk = [.. OverDays.Select(_ => LoanSums.None)];

    /// <summary>The days overdue beyond which principal is at risk.</summary>
    public static IReadOnlyList<int> OverDays { get; } = [1, 30, 60, 90];

    /// <summary>The last is the class doubtful.</summary>
    public static IReadOnlyList<MonthRange> Ages { get; } = [new(0, 0), new(1, 1), new(2, 2), new(3, 6), new(7, 12), new(13, 17), new(18, null)];

    /// <summary>Every loan added.</summary>
    public LoanSums Whole { get; private set; } = LoanSums.None;

    /// <summary>By class and tranche, the best class first; without those that no loan is in.</summary>
    public IEnumerable<(LoanClass Class, string Tranche, LoanSums Sums)> Classes =>
        _classes.OrderBy(one => one.Key.Class).ThenBy(one => one.Key.Tranche, StringComparer.Ordinal).Select(one => (one.Key.Class, one.Key.Tranche, one.Value));

    /// <summary>Loans of which something has matured, by the age of the oldest instalment; every age, the youngest first.</summary>
    public IEnumerable<(MonthRange Months, LoanSums Sums)> Ageing => Ages.Zip(_ageing);

    /// <summary>One for each of <see cref="OverDays"/>.</summary>
    public IEnumerable<AtRisk> AtRisk => OverDays.Zip(_atRisk, (days, sums) => new AtRisk(
        days, sums.Loans, sums.Outstanding.Total, Whole.Outstanding.Total.IsZero ? 0 : sums.Outstanding.Total.MulDivHalfUp(Million, Whole.Outstanding.Total.Value).Value));

    /// <param name="loan">Of the same day as all others.</param>
    /// <param name="arrears">Of the same loan.</param>
    public void Add(string tranche, LoanProvision loan, Arrears arrears)
    {
        ArgumentNullException.ThrowIfNull(loan);
        ArgumentNullException.ThrowIfNull(arrears);
        Whole = Whole.With(loan, arrears);
        _classes[(loan.Class, tranche)] = _classes.GetValueOrDefault((loan.Class, tranche), LoanSums.None).With(loan, arrears);
        for (var index = 0; index < OverDays.Count && arrears.DaysOverdue > OverDays[index]; index++)
        {
            _atRisk[index] = _atRisk[index].With(loan, arrears);
        }

        if (arrears.OldestDue is not null)
        {
            var age = Ages.Index().Last(one => one.Item.From <= arrears.MonthsOverdue).Index;
            _ageing[age] = _ageing[age].With(loan, arrears);
        }
    }
}
