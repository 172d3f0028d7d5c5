using System.Globalization;

namespace LoanServicing.Platform.Http;

/// <summary>
/// What a person can see of a text. Marks that only steer direction or hide between letters are dropped: they let a reason be empty, a name read
/// backwards, or one reference be two. The zero-width non-joiner and joiner stay, because Persian is written with them.
/// </summary>
public static class VisibleText
{
    private const char NonJoiner = '\u200C';
    private const char Joiner = '\u200D';

    /// <summary>The text without format characters, trimmed; empty when nothing visible is left.</summary>
    public static string Of(string text)
    {
        var visible = string.Concat(text.Where(c => c is NonJoiner or Joiner || CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format)).Trim();
        return visible.Any(c => c is not (NonJoiner or Joiner)) ? visible : "";
    }
}
