using System.Globalization;

namespace LoanServicing.EndToEnd.Harness;

/// <summary>A simulation of some rows with one seed, which may be started, cut and started again on the same folder.</summary>
internal sealed class SimulationRun(HostFolder folder, Transport transport, SampleApplications applications, int seed)
{
    public HostFolder Folder => folder;

    /// <summary>The host to join; null to let the simulation start its own.</summary>
    public Uri? Joined { get; init; }

    private string OutFile => folder.File("outcomes.json");

    public HostProcess Start() => HostProcess.Start(
        folder.Path,
        [
            "simulate", $"--urls={Joined?.GetLeftPart(UriPartial.Authority) ?? "http://127.0.0.1:0"}", $"--Data:Folder={folder.Data}", $"--Bank:Folder={folder.Bank}", "--applications", applications.WriteTo(folder.File("applications.csv")), "--seed", seed.ToString(CultureInfo.InvariantCulture),
            "--out", OutFile, .. transport.Arguments,
        ]);

    /// <summary>Starts it, lets it finish, and checks all that must be true of a finished simulation.</summary>
    public async Task<FinishedBooks> FinishAsync()
    {
        await using var process = Start();
        var exitCode = await process.ExitAsync();
        Assert.True(exitCode == 0, $"simulate did not succeed. {process}");
        Assert.Contains("both funders have back exactly what each gave", process.Output);
        Assert.Contains("verify: clean", process.Output);
        AssertOutcomes();
        var books = FinishedBooks.Read(folder, process.Output);
        Assert.Equal(applications.Loans, books.Loans.Count);
        Assert.Equal(applications.Loans, books.Payments.Count(payment => payment.Contains(" paid ")));
        Assert.Empty(FinishedBooks.StandingStill(folder));
        Assert.Empty(await transport.GivenUpAsync());
        return books;
    }

    private void AssertOutcomes()
    {
        var (asOf, outcomes) = SampleApplications.ReadOutcomes(OutFile);
        Assert.Equal(applications.AsOfPersian, asOf);
        Assert.Equal(applications.Outcomes, outcomes);
    }
}
