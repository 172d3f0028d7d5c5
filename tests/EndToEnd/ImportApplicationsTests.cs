using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LoanServicing.EndToEnd.Harness;

namespace LoanServicing.EndToEnd;

/// <summary><c>import-applications</c> into a running host: bad rows are listed and kept, a row that is there changes nothing.</summary>
public sealed class ImportApplicationsTests : IDisposable
{
    private const string ValidNationalId = "0499370899";

    private readonly HostFolder _folder = new();
    private readonly SampleApplications _sample = SampleApplications.First(60);

    public void Dispose() => _folder.Dispose();

    private string File => _folder.File("applications.csv");

    private string Rejected => File + ".rejected.csv";

    [Fact]
    public async Task Import_Twice_KeepsBadRowsAndAddsEachRowOnce()
    {
        await using var host = HostProcess.Start(_folder, ["serve"]);
        await host.ReadyAsync();
        using var auditor = await host.ClientAsync("onlooker", "auditor");
        _sample.WriteTo(File);

        await ImportAsync(host, File, found: 1, $"{_sample.Count - _sample.Refused} of {_sample.Count} rows are applications now.");
        var first = await ApplicationsAsync(auditor);
        var rejected = await System.IO.File.ReadAllLinesAsync(Rejected);
        await ImportAsync(host, File, found: 1, $"{_sample.Count - _sample.Refused} of {_sample.Count} rows are applications now.");

        Assert.Equal(_sample.Count - _sample.Refused, first.Count);
        Assert.Equal(first, await ApplicationsAsync(auditor));
        Assert.Equal(_sample.Lines[0] + ",reasons", rejected[0]);
        Assert.Equal(_sample.Refused, rejected.Length - 1);
        Assert.All(rejected.Skip(1), row => Assert.Matches("identity\\.(national-id|iban)", row));
        Assert.Equal(rejected, await System.IO.File.ReadAllLinesAsync(Rejected));
    }

    [Fact]
    public async Task Import_OfMendedRows_TakesThem()
    {
        await using var host = HostProcess.Start(_folder, ["serve"]);
        await host.ReadyAsync();
        using var auditor = await host.ClientAsync("onlooker", "auditor");
        var good = _sample.Lines[1].Split(',');
        var bad = string.Join(',', good.Select((field, column) => column == 1 ? "0499370898" : field));
        await System.IO.File.WriteAllLinesAsync(File, [_sample.Lines[0], bad]);
        await ImportAsync(host, File, found: 1, "0 of 1 rows are applications now.");

        var again = _folder.File("again.csv");
        System.IO.File.Copy(Rejected, again);
        await ImportAsync(host, again, found: 1, "0 of 1 rows are applications now."); // as it was, with the reasons in it
        Assert.Equal(await System.IO.File.ReadAllTextAsync(Rejected), await System.IO.File.ReadAllTextAsync(again + ".rejected.csv"));

        var mended = (await System.IO.File.ReadAllTextAsync(Rejected)).Replace("0499370898", ValidNationalId);
        var mendedFile = _folder.File("mended.csv");
        await System.IO.File.WriteAllTextAsync(mendedFile, mended);
        await ImportAsync(host, mendedFile, found: 0, "1 of 1 rows are applications now.");

        Assert.Single(await ApplicationsAsync(auditor));
    }

    [Fact]
    public async Task Import_RefusedRowsCannotBeKept_SaysWhereToMendThem()
    {
        _sample.WriteTo(File);
        Directory.CreateDirectory(Rejected);

        await using var import = HostProcess.Start(_folder, ["import-applications", File]);

        Assert.True(await import.ExitAsync() == 1, import.ToString());
        Assert.Contains($"{_sample.Count - _sample.Refused} of {_sample.Count} rows are applications now.", import.Output);
        Assert.StartsWith($"{Rejected} cannot be written; mend the rows listed above in {File}", Assert.Single(import.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_HostStopsAnswering_SaysHowFarItCameAndHowToGoOn()
    {
        await using var host = HostProcess.Start(_folder, ["serve"]);
        await host.ReadyAsync();
        var address = await host.AddressAsync();
        using var auditor = await host.ClientAsync("onlooker", "auditor");
        SampleApplications.All().WriteTo(File);
        await using var import = HostProcess.Start(_folder.Path, ["import-applications", File, $"--urls={address}"]);
        await import.UntilAsync(async () => (await ApplicationsAsync(auditor)).Count > 0, "the first rows are there");

        await host.KillAsync();

        Assert.True(await import.ExitAsync() == 1, import.ToString());
        Assert.Contains(import.Output, line => line.Contains("It broke off after ") && line.Contains("rows that are applications already change nothing."));
        Assert.StartsWith("The host no longer answers;", Assert.Single(import.Errors), StringComparison.Ordinal);
    }

    private async Task ImportAsync(HostProcess host, string file, int found, string summary)
    {
        await using var import = HostProcess.Start(
            _folder.Path, ["import-applications", file, $"--urls={await host.AddressAsync()}", $"--Data:Folder={_folder.Data}"]);
        Assert.True(await import.ExitAsync() == found, import.ToString());
        Assert.Contains(summary, import.Output);
    }

    private static async Task<List<string>> ApplicationsAsync(HttpClient auditor) =>
    [
        .. (await auditor.GetFromJsonAsync<JsonNode>("applications?limit=500"))!["items"]!.AsArray()
            .Select(item => $"{item!["applicationId"]} {item["externalRef"]}"),
    ];
}
