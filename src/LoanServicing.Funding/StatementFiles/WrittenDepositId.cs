using System.Text.RegularExpressions;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Loans;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>Finds the deposit id that a payer wrote.</summary>
internal static partial class WrittenDepositId
{
    /// <summary>From where a deposit id belongs: its digits, or what was written there when they do not pass their check.</summary>
    public static string? Structured(string? text)
    {
        var written = BoundedText.OrNull(text);
        return DepositId.TryParse(written, out var id) ? id.Digits : written;
    }

    /// <summary>
    /// From free text: the one group of digits that passes the check. One in a hundred other numbers does too, so where several pass, none is
    /// taken, and a person says which loan was meant.
    /// </summary>
    public static string? In(string? text)
    {
        var found = DigitGroups().Matches(Digits.Normalise(text ?? string.Empty))
            .Select(group => DepositId.TryParse(group.Value, out var id) ? id.Digits : null)
            .OfType<string>()
            .Distinct()
            .Take(2)
            .ToList();
        return found.Count == 1 ? found[0] : null;
    }

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DigitGroups();
}
