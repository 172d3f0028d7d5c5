using System.Text.RegularExpressions;

namespace LoanServicing.EndToEnd.Harness;

/// <summary>What the texts to a borrower must be like.</summary>
internal static partial class ToldTexts
{
    /// <summary>Events that close of day tells: whether it does hangs on whether the month's payment came before it.</summary>
    private static readonly string[] OfTheCloseOfDay = ["due-soon", "overdue"];

    /// <summary>The events of these, without what hangs on chance; in order.</summary>
    public static IEnumerable<string> Steps(IEnumerable<string> events) => events.Except(OfTheCloseOfDay).Order(StringComparer.Ordinal);

    /// <summary>What every borrower hears until the loan is settled.</summary>
    public static IReadOnlyList<string> EveryStep { get; } = ["decided", "paid-out", "received", "settled", "submitted"];

    /// <summary>Persian words, and no digits but in a tracking code.</summary>
    [GeneratedRegex(@"^(?=.*\p{IsArabic}{3})(?!.*(?<![A-Z0-9-])[0-9]+(?![A-Z0-9-])).*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    public static partial Regex Persian();
}
