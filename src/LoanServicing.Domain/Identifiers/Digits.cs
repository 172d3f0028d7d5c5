using System.Globalization;

namespace LoanServicing.Domain.Identifiers;

/// <summary>Digits as Persian and Arabic keyboards write them (domain.md section 4).</summary>
public static class Digits
{
    /// <summary>Persian (U+06F0 to U+06F9) and Arabic (U+0660 to U+0669) digits become ASCII; everything else stays as it is.</summary>
    public static string Normalise(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Create(text.Length, text, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = ToAscii(source[i]);
            }
        });
    }

    /// <summary>ASCII digits as Persian writes them (U+06F0 to U+06F9); everything else stays as it is.</summary>
    public static string ToPersian(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Concat(text.Select(static c => char.IsAsciiDigit(c) ? (char)('\u06F0' + (c - '0')) : c));
    }

    /// <summary>
    /// The text of an identifier without what people and Persian editors put between its characters: spaces, dashes, and invisible
    /// format marks (direction marks, zero-width joiners). Empty for null.
    /// </summary>
    internal static string Compact(string? text) =>
        text is null ? string.Empty : string.Concat(Normalise(text).Where(static c => !IsSeparator(c)));

    internal static bool AreAll(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    private static char ToAscii(char c) => c switch
    {
        >= '\u06F0' and <= '\u06F9' => (char)('0' + (c - '\u06F0')),
        >= '\u0660' and <= '\u0669' => (char)('0' + (c - '\u0660')),
        _ => c,
    };

    private static bool IsSeparator(char c) =>
        char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format;
}
