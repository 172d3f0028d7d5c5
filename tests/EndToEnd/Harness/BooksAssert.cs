namespace LoanServicing.EndToEnd.Harness;

internal static class BooksAssert
{
    /// <summary>Nothing is missing, nothing is there twice, and every figure is the same.</summary>
    public static void Same(FinishedBooks expected, FinishedBooks actual)
    {
        string[] different =
        [
            .. Differences("loan", expected.Loans, actual.Loans),
            .. Differences("receipt", expected.Receipts, actual.Receipts),
            .. Differences("payment", expected.Payments, actual.Payments),
            .. Differences("figure", expected.Figures, actual.Figures),
        ];
        Assert.True(different.Length == 0, string.Join('\n', different));
        Assert.NotEmpty(actual.Receipts);
        Assert.NotEmpty(actual.Figures);
    }

    private static IEnumerable<string> Differences(string what, IReadOnlyList<string> expected, IReadOnlyList<string> actual) =>
        Without(expected, actual).Select(line => $"{what} missing: {line}").Concat(Without(actual, expected).Select(line => $"{what} too many: {line}"));

    /// <summary>The lines of the first list that the second has not, each as often as it is missing there.</summary>
    private static IEnumerable<string> Without(IReadOnlyList<string> lines, IReadOnlyList<string> others)
    {
        var left = others.CountBy(line => line).ToDictionary();
        foreach (var line in lines)
        {
            if (left.GetValueOrDefault(line) > 0)
            {
                left[line]--;
            }
            else
            {
                yield return line;
            }
        }
    }
}
