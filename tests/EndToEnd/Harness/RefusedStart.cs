namespace LoanServicing.EndToEnd.Harness;

internal static class RefusedStart
{
    private const int CannotStart = 2;

    /// <summary>Exit code 2, and one line that says what to change; the process is of the calling test alone.</summary>
    /// <param name="named">What the line must name.</param>
    public static async Task AssertAsync(HostProcess process, params string[] named)
    {
        await using var ofThisTest = process;
        var exitCode = await process.ExitAsync();
        Assert.True(exitCode == CannotStart, $"Exit code {exitCode}. {process}");
        var sentence = Assert.Single(process.Errors);
        Assert.All(named, words => Assert.Contains(words, sentence));
        Assert.EndsWith(".", sentence);
        Assert.DoesNotContain("   at ", process.Text);
    }
}
