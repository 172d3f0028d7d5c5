namespace LoanServicing.Domain.Reconciliation;

/// <summary>References that are more than the bank's own: a detail behind a stroke tells the parts of one reference apart.</summary>
public static class BatchReference
{
    private const char Stroke = '/';
    private const int CharactersOfKey = 12;

    /// <summary>The batch's reference, where a transaction of a batched entry is told as <c>reference/detail</c>; null for any other.</summary>
    public static string? Of(string reference)
    {
        var stroke = reference.LastIndexOf(Stroke);
        return stroke > 0 && !IsKey(reference.AsSpan(stroke + 1)) ? reference[..stroke] : null;
    }

    /// <summary>A second line of one reference under a name of its own: the reference, a stroke and the beginning of the line's key.</summary>
    /// <param name="key">The line's, hexadecimal in lower case.</param>
    /// <param name="longest">In characters; a longer reference is cut, the key never.</param>
    public static string WithKey(string reference, string key, int longest)
    {
        var room = longest - CharactersOfKey - 1;
        return $"{(reference.Length <= room ? reference : reference[..room])}{Stroke}{key[..CharactersOfKey]}";
    }

    /// <summary>The bank's own reference: without the key that tells a second line of it apart, and that only in exactly its form.</summary>
    public static string WithoutKey(string reference)
    {
        var stroke = reference.LastIndexOf(Stroke);
        return stroke > 0 && IsKey(reference.AsSpan(stroke + 1)) ? reference[..stroke] : reference;
    }

    private static bool IsKey(ReadOnlySpan<char> detail)
    {
        if (detail.Length != CharactersOfKey)
        {
            return false;
        }

        foreach (var c in detail)
        {
            if (!char.IsAsciiHexDigitLower(c))
            {
                return false;
            }
        }

        return true;
    }
}
