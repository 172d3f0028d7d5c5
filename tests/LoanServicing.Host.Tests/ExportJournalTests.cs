using System.Net;
using System.Text.Json.Nodes;
using LoanServicing.Funding.Books;
using LoanServicing.Host.Tests.Support;
using LoanServicing.Host.Verbs;
using LoanServicing.Platform.Data;
using LoanServicing.TestSupport;
using NodaTime;

namespace LoanServicing.Host.Tests;

/// <summary><c>export-journal</c>, and hledger on what it wrote of a programme that ran through every service.</summary>
public sealed class ExportJournalTests
{
    private static LocalDate NextDay => RunningProgramme.FirstDay.PlusDays(1);

    [HledgerFact]
    public async Task ExportedJournal_OfARunningProgramme_AddsUpToItsTrialBalance()
    {
        await using var programme = await LentAndRepaidAsync();
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "books.journal");

        await ExportAsync(programme, JournalExport.Hledger, file);

        await Hledger.CheckAsync(file);
        var now = await TrialBalanceAsync(programme, NextDay);
        Assert.True(now.Count > 10, string.Join(", ", now.Keys));
        Assert.Equal(now, await Hledger.BalancesAsync(file));
        Assert.Equal(
            await TrialBalanceAsync(programme, RunningProgramme.FirstDay), await Hledger.BalancesAsync(file, beforeIso: RunningProgramme.Iso(NextDay)));
    }

    [Fact]
    public async Task ExportedCsv_HasALineOfTheJournalInEachRow_AndReplacesTheFileWhole()
    {
        await using var programme = await LentAndRepaidAsync();
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "books.csv");
        await File.WriteAllTextAsync(file, "what was there");

        await ExportAsync(programme, JournalExport.Csv, file);

        var rows = await File.ReadAllLinesAsync(file);
        var entries = (await programme.Finance.ReadAsync("funding/journal?limit=500"))["items"].AsArray();
        Assert.StartsWith("entryId,kind,bookingDate,", rows[0], StringComparison.Ordinal);
        Assert.Equal(entries.Sum(entry => entry!["lines"]!.AsArray().Count), rows.Length - 1);
        Assert.Equal([file], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task FolderThatIsNotThere_StopsTheVerb()
    {
        await using var programme = await RunningProgramme.StartAsync();
        using var folder = new TestFolder();

        var cause = await Assert.ThrowsAsync<StartupException>(
            () => ExportAsync(programme, JournalExport.Csv, Path.Combine(folder.Path, "missing", "books.csv")));

        Assert.Contains("cannot be written", cause.Message, StringComparison.Ordinal);
    }

    /// <summary>Deposits and a loan on the first day; a receipt with a fee, a remittance and money that nobody knows on the next.</summary>
    private static async Task<RunningProgramme> LentAndRepaidAsync()
    {
        var programme = await RunningProgramme.StartWithCashAsync();
        var journey = (await LoanJourney.ActiveAsync(programme, People.Application())).Journey;
        await programme.Application.SetBusinessDateAsync(NextDay);
        (await journey.PayAsync(50_000_003, NextDay, "export-1")).Expect(HttpStatusCode.Created);
        await programme.PositionAsync(position => position.Both.Collected > 0, "the receipt is booked");
        var body = new { funder = "SINA", amountRials = 1_000, bankReference = "export-2", valueDate = RunningProgramme.Iso(NextDay), reason = "letter 12" };
        var asked = (await programme.Finance.SendAsync("funding/remittances", body, "export-2")).Expect(HttpStatusCode.Accepted);
        (await programme.FinanceChecker.SendAsync($"checks/{asked["requestId"]}/approval")).Expect(HttpStatusCode.OK);
        return programme;
    }

    private static Task ExportAsync(RunningProgramme programme, string format, string file) =>
        ExportJournalVerb.WriteAsync(programme.Application.Databases, format, file, (null, null), CancellationToken.None);

    /// <summary>What is not zero, as hledger names it; a debit positive.</summary>
    private static async Task<Dictionary<string, long>> TrialBalanceAsync(RunningProgramme programme, LocalDate day)
    {
        var books = (await programme.Finance.ReadAsync($"funding/trial-balance?asOf={RunningProgramme.Iso(day)}")).Expect(HttpStatusCode.OK);
        return books["items"].AsArray()
            .Select(row => (Name: $"{row!["account"]} {row["owner"]} {row["tranche"]}".TrimEnd(), Balance: Signed(row)))
            .Where(row => row.Balance != 0)
            .ToDictionary(row => row.Name, row => row.Balance);
    }

    private static long Signed(JsonNode row) => (string)row["side"]! == "debit" ? (long)row["balanceRials"]! : -(long)row["balanceRials"]!;
}
