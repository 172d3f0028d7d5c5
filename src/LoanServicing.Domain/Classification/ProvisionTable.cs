using NodaTime;

namespace LoanServicing.Domain.Classification;

/// <summary>What a bank sets aside against a loan, in hundredths of a percent of principal, from a day on (domain.md section 1.4).</summary>
/// <param name="EffectiveFrom">First day, ISO, on which this version holds.</param>
/// <param name="GeneralBasisPoints">Of what is in no worse class.</param>
/// <param name="DoubtfulBasisPoints">More than half needs a special valuation, which is the bank's and not made here.</param>
public sealed record ProvisionRates(
    LocalDate EffectiveFrom, int GeneralBasisPoints, int PastDueBasisPoints, int OverdueBasisPoints, int DoubtfulBasisPoints)
{
    /// <summary>One whole: 100 %.</summary>
    public const int Whole = 10_000;

    public int Of(LoanClass loanClass) => loanClass switch
    {
        LoanClass.Current => GeneralBasisPoints,
        LoanClass.PastDue => PastDueBasisPoints,
        LoanClass.Overdue => OverdueBasisPoints,
        LoanClass.Doubtful => DoubtfulBasisPoints,
        _ => throw new ArgumentOutOfRangeException(nameof(loanClass), loanClass, "No such class."),
    };

    internal IEnumerable<string> Problems()
    {
        var rates = Enum.GetValues<LoanClass>().Select(Of).ToList();
        if (rates.Any(rate => rate is < 0 or > Whole))
        {
            yield return $"The provision rates from {EffectiveFrom:uuuu-MM-dd} are not all 0 to {Whole} basis points.";
        }

        if (!rates.SequenceEqual(rates.Order()))
        {
            yield return $"The provision rates from {EffectiveFrom:uuuu-MM-dd} fall: a worse class has a lower rate than a better one.";
        }
    }
}

/// <summary>The rates as configured, by the day from which they hold.</summary>
public sealed record ProvisionTable(IReadOnlyList<ProvisionRates> Versions)
{
    /// <summary>The rates on a day; before the first version, those of the first.</summary>
    public ProvisionRates On(LocalDate day) =>
        Versions.Where(version => version.EffectiveFrom <= day).MaxBy(version => version.EffectiveFrom) ?? Versions.MinBy(version => version.EffectiveFrom)!;

    /// <summary>Everything that keeps this table from being used, in sentences; empty when it is sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        if (Versions is not { Count: > 0 })
        {
            return ["There are no provision rates; write one version at least."];
        }

        var twice = Versions.GroupBy(version => version.EffectiveFrom).Where(day => day.Count() > 1);
        return
        [
            .. Versions.SelectMany(version => version.Problems()),
            .. twice.Select(day => $"The provision rates from {day.Key:uuuu-MM-dd} are written twice."),
        ];
    }
}
