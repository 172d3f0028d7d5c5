using LoanServicing.Domain.Calendar;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.TestSupport;
using Microsoft.Extensions.Configuration;
using NodaTime;

namespace LoanServicing.Platform.Tests.Hosting;

/// <summary>What <c>Holidays:File</c> says, and what stops the start.</summary>
public sealed class HolidaysFileTests : IDisposable
{
    private static readonly LocalDate Friday = new(2026, 11, 27);

    private readonly TestFolder _folder = new();

    [Fact]
    public void Without_a_file_fridays_are_closed_and_nothing_else()
    {
        var days = Load(null);

        Assert.Equal(
            [Friday],
            Enumerable.Range(-3, 7).Select(day => Friday.PlusDays(day)).Where(day => days.IsHoliday("Kerman", day)));
    }

    [Fact]
    public void A_file_takes_the_place_of_the_fridays()
    {
        var days = Load("""{"weekly":[{"day":"Thursday","from":"1405/09/01","provinces":["Kerman"]}],"dates":[{"date":"1405/09/07","name":"a closure"}]}""");

        Assert.Equal(Friday, days.NextBusinessDay("Kerman", Friday));
        Assert.Equal(Friday.PlusDays(2), days.NextBusinessDay("Kerman", Friday.PlusDays(1)));
        Assert.Equal(Friday, days.NextBusinessDay("Kerman", Friday.PlusDays(-1)));
    }

    [Theory]
    [InlineData("""{"weekly":[],"dates":[{"date":"1405/12/30","name":"leap day"}]}""", "which is no Solar Hijri date")]
    [InlineData("""{"weekly":[{"day":"Friday","provinces":["Tehran"]}],"dates":[]}""", "names the province 'Tehran', which the programme does not have; it has Kerman.")]
    [InlineData("""{"weekly":[{"day":"Friday"},{"day":"Friday","from":"1405/01/01"}],"dates":[]}""", "is written twice for the same days of Kerman.")]
    [InlineData("""{"weekly":[]}""", "missing required properties including: 'dates'")]
    [InlineData("""{"weekly":[],"dates":null}""", "has the lists weekly and dates")]
    [InlineData("""{"weekly":[{"day":"Friday","province":"Kerman"}],"dates":[]}""", "'province' could not be mapped")]
    [InlineData("{", "is not a table of holidays")]
    [InlineData("null", "is not a table of holidays")]
    public void A_table_that_is_unsound_stops_the_start_with_a_sentence(string file, string expected) =>
        Assert.Contains(expected, Assert.Throws<StartupException>(() => Load(file)).Message, StringComparison.Ordinal);

    [Fact]
    public void Provinces_may_not_differ_where_loans_do_not_carry_theirs()
    {
        var both = """{"weekly":[{"day":"Friday"}],"dates":[]}""";
        var one = """{"weekly":[{"day":"Friday","provinces":["Kerman"]}],"dates":[]}""";

        Assert.True(Load(both, "Kerman", "Yazd").IsHoliday("Yazd", Friday));
        Assert.Contains(
            "leave provinces out of every holiday", Assert.Throws<StartupException>(() => Load(one, "Kerman", "Yazd")).Message, StringComparison.Ordinal);
        Assert.Contains("names no province", Assert.Throws<StartupException>(() => Holidays.Load(Settings(null), Programme([]))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Holidays:File is empty")]
    [InlineData("no-such-file.json", "Holidays:File cannot be read")]
    public void A_file_that_cannot_be_read_stops_the_start(string file, string expected) => Assert.Contains(
        expected, Assert.Throws<StartupException>(() => Holidays.Load(Settings(file), Programme(["Kerman"]))).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private static Domain.Programmes.Programme Programme(string[] provinces) => Programmes.Load(new ConfigurationBuilder().Build()) with { Provinces = provinces };

    private static IConfiguration Settings(string? file) =>
        new ConfigurationBuilder().AddInMemoryCollection(file is null ? [] : [new("Holidays:File", file)]).Build();

    private BusinessDays Load(string? text, params string[] provinces)
    {
        string? path = null;
        if (text is not null)
        {
            path = _folder.File("holidays.json");
            File.WriteAllText(path, text);
        }

        return Holidays.Load(Settings(path), Programme(provinces is [] ? ["Kerman"] : provinces));
    }
}
