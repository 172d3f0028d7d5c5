using LoanServicing.Domain.Classification;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.TestSupport;
using Microsoft.Extensions.Configuration;
using NodaTime;

namespace LoanServicing.Platform.Tests.Hosting;

/// <summary>What <c>Provisions:File</c> says, and what stops the start.</summary>
public sealed class ProvisionsFileTests : IDisposable
{
    private static readonly LocalDate Day = new(2026, 11, 22);

    private readonly TestFolder _folder = new();

    [Fact]
    public void Without_a_file_the_rates_are_those_of_the_directive()
    {
        var rates = ProvisionTables.Load(new ConfigurationBuilder().Build()).On(Day);

        Assert.Equal([150, 1_000, 2_000, 5_000], Enum.GetValues<LoanClass>().Select(rates.Of));
    }

    [Fact]
    public void A_file_may_set_aside_more() => Assert.Equal(10_000, Load(Version("2021-03-21", 10_000)).On(Day).DoubtfulBasisPoints);

    [Theory]
    [InlineData("""{"versions":[]}""", "There are no provision rates")]
    [InlineData("""{"versions":null}""", "There are no provision rates")]
    [InlineData("""{"versions":[{"effectiveFrom":"2021-03-21","generalBasisPoints":150}]}""", "missing required properties")]
    [InlineData("""{"rates":[]}""", "is not a table of provision rates")]
    public void Rates_that_are_unsound_stop_the_start_with_a_sentence(string file, string expected) =>
        Assert.Contains(expected, Assert.Throws<StartupException>(() => Load(file)).Message, StringComparison.Ordinal);

    [Fact]
    public void Rates_that_fall_stop_the_start() => Assert.Contains(
        "fall: a worse class has a lower rate", Assert.Throws<StartupException>(() => Load(Version("2021-03-21", 1_999))).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private static string Version(string from, int doubtful) =>
        $$"""{"versions":[{"effectiveFrom":"{{from}}","generalBasisPoints":150,"pastDueBasisPoints":1000,"overdueBasisPoints":2000,"doubtfulBasisPoints":{{doubtful}}}]}""";

    private ProvisionTable Load(string text)
    {
        var path = _folder.File("provisions.json");
        File.WriteAllText(path, text);
        return ProvisionTables.Load(new ConfigurationBuilder().AddInMemoryCollection([new("Provisions:File", path)]).Build());
    }
}
