using LoanServicing.EndToEnd.Harness;

namespace LoanServicing.EndToEnd;

/// <summary><c>export-journal</c> as a process of its own, which has done nothing else before.</summary>
public sealed class ExportJournalTests : IDisposable
{
    private readonly HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("csv", "entryId,kind,bookingDate,")]
    [InlineData("hledger", "; Journal of the programme")]
    public async Task ExportJournal_OfNewDatabases_WritesItsHead(string format, string head)
    {
        Assert.Equal(0, await RunAsync("migrate"));

        Assert.Equal(0, await RunAsync("export-journal", "--format", format, "--out", FileOf(format)));

        Assert.StartsWith(head, await File.ReadAllTextAsync(FileOf(format)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExportJournal_BesideAServingProcess_Reads()
    {
        await using var host = HostProcess.Start(_folder, ["serve"]);
        await host.ReadyAsync();

        Assert.Equal(0, await RunAsync("export-journal", "--format", "hledger", "--out", FileOf("journal")));
    }

    [Theory]
    [InlineData("--format", "xml")]
    [InlineData("--format", "csv", "--from", "1405-13-01")]
    [InlineData("--format", "csv", "--from", "2026-11-23", "--to", "2026-11-22")]
    public async Task ExportJournal_CalledWrongly_WritesNothing(params string[] arguments)
    {
        Assert.Equal(0, await RunAsync("migrate"));

        Assert.Equal(2, await RunAsync(["export-journal", "--out", FileOf("x"), .. arguments]));

        Assert.False(File.Exists(FileOf("x")));
    }

    private string FileOf(string ending) => _folder.File($"books.{ending}");

    private async Task<int> RunAsync(params string[] arguments)
    {
        await using var process = HostProcess.Start(_folder, arguments);
        return await process.ExitAsync();
    }
}
