using System.Globalization;
using System.Text;

namespace LoanServicing.Domain.Identifiers;

/// <summary>
/// A bank's reference of a movement, as every way in reads it: HTTP and the bank's files alike. It stands for one movement for ever (rule R8), so
/// whatever keyboard or form wrote it, the same reference must be the same text.
/// </summary>
public static class BankReference
{
    /// <summary>
    /// Compatibility forms (NFKC: full-width letters and digits), Persian and Arabic digits and lower case become plain ASCII upper case; control
    /// and format characters and the space around are dropped, and dashes of any make become hyphens. Hyphens and inner spaces stay and tell references
    /// apart: some banks number a day's movements as <c>12-3</c> and <c>1-23</c>. Doing it twice changes nothing more.
    /// </summary>
    /// <exception cref="ArgumentException">The text is no valid Unicode.</exception>
    public static string Normalise(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var visible = string.Concat(text.Normalize(NormalizationForm.FormKC).Where(c => !IsInvisible(c)));
        return Hyphens(Digits.Normalise(visible).ToUpperInvariant().Normalize(NormalizationForm.FormKC)).Trim();
    }

    /// <summary>Whether the text holds a control or format character; a person who sends one is told, for nobody sees it.</summary>
    public static bool HasInvisible(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Trim().Any(IsInvisible);
    }

    /// <summary>Hyphen, figure dash, en dash and minus, as word processors write them (the non-breaking hyphen is a hyphen by NFKC).</summary>
    private static string Hyphens(string text) => text.Replace('\u2010', '-').Replace('\u2012', '-').Replace('\u2013', '-').Replace('\u2212', '-');

    private static bool IsInvisible(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format;
}
