using System.Collections.Immutable;
using System.Globalization;
using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Loans;

/// <summary>A loan-year that has begun.</summary>
/// <param name="Opening">Principal outstanding when the year began, before any receipt of that day: what its fee is capped by.</param>
/// <param name="FeePaid">Fee received for the year so far.</param>
public readonly record struct LoanYear(Rials Opening, Rials FeePaid);

/// <summary>
/// The loan-years that had begun by the latest receipt, in order, compared by content. The text form is
/// <c>opening/feePaid</c> per year, separated by single spaces, in rials.
/// </summary>
public readonly struct LoanYears : IEquatable<LoanYears>
{
    private readonly ImmutableArray<LoanYear> _years;

    private LoanYears(ImmutableArray<LoanYear> years) => _years = years;

    public static LoanYears None => default;

    public int Count => Years.Length;

    public Rials FeePaid => Years.Select(year => year.FeePaid).Sum();

    private ImmutableArray<LoanYear> Years => _years.IsDefault ? [] : _years;

    /// <param name="loanYear">From 1 to <see cref="Count"/>.</param>
    public LoanYear this[int loanYear] => Years[loanYear - 1];

    public static bool operator ==(LoanYears left, LoanYears right) => left.Equals(right);

    public static bool operator !=(LoanYears left, LoanYears right) => !left.Equals(right);

    /// <summary>Reads the text form; false for anything else, so that a damaged row can be named.</summary>
    public static bool TryParse(string? text, out LoanYears years)
    {
        years = None;
        if (text is null)
        {
            return false;
        }

        var read = ImmutableArray.CreateBuilder<LoanYear>();
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var slash = part.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0 || !TryReadRials(part.AsSpan(0, slash), out var opening) || !TryReadRials(part.AsSpan(slash + 1), out var feePaid))
            {
                return false;
            }

            read.Add(new LoanYear(opening, feePaid));
        }

        years = new LoanYears(read.ToImmutable());
        return true;
    }

    /// <summary>With further years begun on this principal and nothing paid for them yet.</summary>
    public LoanYears BegunTo(int count, Rials opening)
    {
        var missing = count - Count;
        return missing <= 0 ? this : new LoanYears(Years.AddRange(Enumerable.Repeat(new LoanYear(opening, Rials.Zero), missing)));
    }

    /// <summary>With more fee received for one year.</summary>
    public LoanYears WithFee(int loanYear, Rials fee)
    {
        var year = this[loanYear];
        return new LoanYears(Years.SetItem(loanYear - 1, year with { FeePaid = year.FeePaid + fee }));
    }

    public bool Equals(LoanYears other) => Years.AsSpan().SequenceEqual(other.Years.AsSpan());

    public override bool Equals(object? obj) => obj is LoanYears other && Equals(other);

    public override int GetHashCode() => Years.Aggregate(Count, HashCode.Combine);

    public override string ToString() => string.Join(' ', Years.Select(year => $"{year.Opening}/{year.FeePaid}"));

    private static bool TryReadRials(ReadOnlySpan<char> digits, out Rials rials)
    {
        var read = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        rials = new Rials(value);
        return read;
    }
}
