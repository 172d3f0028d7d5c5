namespace LoanServicing.Domain.Applications;

/// <summary>The kinds of what is pledged for a loan. Officers write them freely; a promissory note is known in whatever words, because a rule asks for its amount.</summary>
public static class CollateralKind
{
    public const string PromissoryNote = "promissory-note";

    /// <summary>A promissory note in the words of a branch, on paper or electronic; "safte" is its Persian name.</summary>
    private static readonly string[] NamesOfANote = ["promissory", "safte", "سفته"];

    /// <summary>The one writing of a kind, never longer: <see cref="PromissoryNote"/> for any promissory note, else lower case with hyphens between the words.</summary>
    public static string Of(string written)
    {
        var words = written.ToLowerInvariant().Split([' ', '_', '-', '\u200c'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var kind = string.Join('-', words);
        if (NamesOfANote.Any(name => kind.Contains(name, StringComparison.Ordinal)))
        {
            return PromissoryNote;
        }

        return kind.Length == 0 ? written : kind;
    }
}
