using LoanServicing.Host.Verbs;
using LoanServicing.Platform.Hosting;

namespace LoanServicing.Host.Tests;

public sealed class TryNextTests
{
    private const string Simulate = "dotnet run --project src/LoanServicing.Host -- simulate --applications tests/data/applications.csv";

    private static readonly string DefaultData = Path.GetFullPath("./data");

    [Fact]
    public void Lines_Defaults_RepeatNothing() =>
        Assert.Equal(Simulate, Last(HostBuilding.DefaultAddress, DefaultData, Path.Combine(DefaultData, "bank")));

    [Fact]
    public void Lines_AnotherDataFolder_BringsTheBankFolderWithIt() => Assert.Equal(
        $"{Simulate} --Data:Folder=/srv/loans", Last(HostBuilding.DefaultAddress, "/srv/loans", "/srv/loans/bank"));

    [Fact]
    public void Lines_AnotherBankFolder_IsRepeatedAlone() => Assert.Equal(
        $"{Simulate} --Bank:Folder=/srv/bank", Last(HostBuilding.DefaultAddress, DefaultData, "/srv/bank"));

    [Fact]
    public void Lines_WordsThatTheShellWouldTakeApart_AreQuoted() => Assert.Equal(
        $@"{Simulate} '--urls=http://[::1]:5080' '--Data:Folder=/srv/Ali'\''s loans' --Programme:File=/srv/programme.json",
        Last("http://[::1]:5080", "/srv/Ali's loans", "/srv/Ali's loans/bank", "/srv/programme.json"));

    [Theory]
    [InlineData("repayment", 2)]
    [InlineData("intake", 1)]
    public void Lines_OfOneService_ShowOnlyWhatItAnswers(string service, int lines)
    {
        var shown = Lines(HostBuilding.DefaultAddress, DefaultData, Path.Combine(DefaultData, "bank"), services: [service]);

        Assert.Equal(lines, shown.Count);
        Assert.Contains("/dev/tokens", shown[^1], StringComparison.Ordinal);
        Assert.Equal(lines == 2, shown[0].Contains("/quotes", StringComparison.Ordinal));
    }

    private static string Last(string address, string data, string bank, string? programmeFile = null) =>
        Lines(address, data, bank, [.. HostBuilding.Services.Select(service => service.Name)], programmeFile)[^1];

    private static IReadOnlyList<string> Lines(string address, string data, string bank, IReadOnlyList<string> services, string? programmeFile = null) =>
        [.. TryNext.Lines(address, new PlatformOptions(data, bank, Broker: null, services), programmeFile)];
}
