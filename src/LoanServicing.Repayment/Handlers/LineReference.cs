using LoanServicing.Domain.Reconciliation;

namespace LoanServicing.Repayment.Handlers;

/// <summary>
/// The reference under which Funding sends a line of a statement. Of lines that share one of the bank's, each but the first is told apart by a slash and the
/// first twelve characters of its key: <c>12345/0a1b2c3d4e5f</c>.
/// </summary>
internal static class LineReference
{
    /// <summary>What the columns of references hold, in characters.</summary>
    public const int Longest = 500;

    private const int LineIdLength = 32;

    /// <summary>The bank's own reference: without what tells lines apart, and that only in exactly its form.</summary>
    public static string Shared(string reference) => BatchReference.WithoutKey(reference);

    /// <summary>A reference that is this line's alone, and fits its column.</summary>
    public static string OwnOf(string reference, Guid lineId) => $"{Cut(reference, Longest - LineIdLength - 1)}/{lineId:N}";

    /// <summary>At most so many characters, and no half of one.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }
}
