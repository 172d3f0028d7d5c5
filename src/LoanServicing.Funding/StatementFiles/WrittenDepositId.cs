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
        var written = BoundedText.Id(text);
        return DepositId.TryParse(written, out var id) ? id.Digits : written;
    }

    /// <summary>
    /// From free texts: the one group of digits in them that passes the check. One in a hundred other numbers does too, so where several pass, none is
    /// taken, and a person says which loan was meant. Digits that a letter is glued to are part of another code, such as an IBAN.
    /// </summary>
    public static string? In(params ReadOnlySpan<string?> texts)
    {
        var found = DigitGroups().Matches(Digits.Normalise(string.Join('\n', texts)))
            .Select(group => DepositId.TryParse(group.Value, out var id) ? id.Digits : null)
            .OfType<string>()
            .Distinct()
            .Take(2)
            .ToList();
        return found.Count == 1 ? found[0] : null;
    }

    [GeneratedRegex(@"(?<![\p{L}\p{M}0-9])[0-9]+(?![\p{L}\p{M}0-9])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DigitGroups();
}
