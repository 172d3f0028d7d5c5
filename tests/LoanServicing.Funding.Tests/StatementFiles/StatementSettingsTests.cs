using LoanServicing.Funding.StatementFiles;
using LoanServicing.Platform.Data;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Funding.Tests.StatementFiles;

public class StatementSettingsTests
{
    [Fact]
    public void What_is_not_set_is_as_most_banks_have_it()
    {
        var settings = Read();

        Assert.Equal((256L << 20, null, 1, StatementCalendar.ByYear, null, "utf-8"), (settings.LargestFile, settings.Csv.Account, settings.Csv.Unit, settings.Csv.Calendar, settings.Csv.Separator, settings.Csv.Encoding));
        Assert.Equal(Enum.GetValues<CsvField>(), settings.Csv.Columns.Keys.Order());
    }

    [Fact]
    public void Every_setting_is_read()
    {
        var settings = Read(
            ("Statements:LargestFile", "1000"),
            ("Statements:Csv:Account", "IR39 0590 9900 0000 0000 0840 25"),
            ("Statements:Csv:Unit", "toman"),
            ("Statements:Csv:Calendar", "SolarHijri"),
            ("Statements:Csv:Separator", "tab"),
            ("Statements:Csv:Encoding", "windows-1256"),
            ("Statements:Csv:Columns:Amount", "خالص|net"),
            ("Statements:Csv:Columns:narrative:0", "متن"));

        Assert.Equal((1_000L, StatementSample.Iban, 10, StatementCalendar.SolarHijri, '\t', "windows-1256"), (settings.LargestFile, settings.Csv.Account, settings.Csv.Unit, settings.Csv.Calendar, settings.Csv.Separator, settings.Csv.Encoding));
        Assert.Equal(["خالص", "net"], settings.Csv.Columns[CsvField.Amount]);
        Assert.Equal(["متن"], settings.Csv.Columns[CsvField.Narrative]);
    }

    [Fact]
    public void The_account_is_that_of_the_pool_unless_another_is_set() =>
        Assert.Equal(StatementSample.Iban, Read(("Bank:Debtor:Iban", StatementSample.Iban)).Csv.Account);

    [Theory]
    [InlineData("Statements:LargestFile", "0")]
    [InlineData("Statements:LargestFile", "4294967297")]
    [InlineData("Statements:LargestFile", "many")]
    [InlineData("Statements:Csv:Account", " ")]
    [InlineData("Statements:Csv:Unit", "dollar")]
    [InlineData("Statements:Csv:Calendar", "lunar")]
    [InlineData("Statements:Csv:Separator", "|")]
    [InlineData("Statements:Csv:Encoding", "utf-7")]
    [InlineData("Statements:Csv:Columns:Colour", "red")]
    [InlineData("Statements:Csv:Columns:7", "red")]
    [InlineData("Statements:Csv:Columns:Amount", "net|")]
    [InlineData("Statements:Csv:Columns:Amount", "مانده")]
    public void A_value_that_cannot_be_used_is_named_at_the_start(string key, string value) =>
        Assert.Contains(key, Assert.Throws<StartupException>(() => Read((key, value))).Message, StringComparison.Ordinal);

    private static StatementSettings Read(params (string Key, string Value)[] values) => StatementSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value)))
        .Build());
}
