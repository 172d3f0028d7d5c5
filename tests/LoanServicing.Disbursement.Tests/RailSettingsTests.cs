using System.Text;
using LoanServicing.Disbursement.BankFiles;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Data;
using Microsoft.Extensions.Configuration;
using NodaTime;

namespace LoanServicing.Disbursement.Tests;

public sealed class RailSettingsTests
{
    [Fact]
    public void Read_NothingConfigured_IsWhatIsBuiltIn_AndEveryFileIsPain001()
    {
        var settings = Read([]);

        Assert.Equal((PaymentRails.Default, "BMJIIRTHXXX"), (settings.Rails, settings.CctiBic));
        Assert.All(Enum.GetValues<PaymentRail>(), rail => Assert.Equal(PaymentFileFormat.Pain001, settings.FormatOf(rail)));
    }

    [Fact]
    public void Read_Json_TakesThePlaceOfAllRows()
    {
        const string Json =
            """
            { "Bank": {
                "Rails": [
                  { "Rail": "internal", "EffectiveFrom": "1400-10-01", "BankCodes": ["059", "060"] },
                  { "Rail": "Pol", "EffectiveFrom": "2025-05-22", "SmallestRials": 10, "LargestRials": 500000000, "MostOrdersADayToOnePayee": 3 } ],
                "RailPreference": ["pol", "internal"],
                "PaymentFiles": { "paya": "ccti", "satna": "pain.001.001.09" },
                "CctiBic": "SINAIRTHXXX" } }
            """;
        var settings = RailSettings.Read(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Json))).Build());

        Assert.Equal([PaymentRail.Pol, PaymentRail.Internal], settings.Rails.Preference);
        Assert.Equal([PaymentRail.Internal, PaymentRail.Pol], settings.Rails.Limits.Select(limits => limits.Rail));
        Assert.Equal(["059", "060"], settings.Rails.Limits[0].BankCodes!);
        var pol = settings.Rails.Limits[1];
        Assert.Equal((new LocalDate(2025, 5, 22), new Rials(10), new Rials(500_000_000), 3), (pol.EffectiveFrom, pol.Smallest, pol.Largest, pol.MostOrdersADayToOnePayee));
        Assert.Equal((PaymentFileFormat.Ccti, PaymentFileFormat.Pain001), (settings.FormatOf(PaymentRail.Paya), settings.FormatOf(PaymentRail.Satna)));
        Assert.Equal("SINAIRTHXXX", settings.CctiBic);
    }

    [Fact]
    public void Read_TextsWithCommas_AreLists_AndADayHasTwoCalendars()
    {
        var settings = Read(new()
        {
            ["Bank:RailPreference"] = "satna, PAYA",
            ["Bank:Rails:0:Rail"] = "paya",
            ["Bank:Rails:0:EffectiveFrom"] = "1404-03-01",
            ["Bank:Rails:0:BankCodes"] = "059,060",
            ["Bank:Rails:1:Rail"] = "satna",
            ["Bank:Rails:1:EffectiveFrom"] = "2025-05-22",
        });

        Assert.Equal([PaymentRail.Satna, PaymentRail.Paya], settings.Rails.Preference);
        Assert.Equal(["059", "060"], settings.Rails.Limits[0].BankCodes!);
        Assert.Equal(settings.Rails.Limits[1].EffectiveFrom, settings.Rails.Limits[0].EffectiveFrom);
    }

    [Theory]
    [InlineData("Bank:RailPreference", "paya, shetab", "names the rail 'shetab'; the rails are internal, paya, satna, pol")]
    [InlineData("Bank:RailPreference", "", "No rail is preferred")]
    [InlineData("Bank:RailPreference", "paya, paya", "paya stands 2 times")]
    [InlineData("Bank:Rails:0:Rail", "shetab", "Bank:Rails:0:Rail names the rail 'shetab'")]
    [InlineData("Bank:Rails:0:EffectiveFrom", "1404-12-30", "Bank:Rails:0:EffectiveFrom is '1404-12-30'")]
    [InlineData("Bank:Rails:0:EffectiveFrom", null, "Bank:Rails:0:EffectiveFrom is ''")]
    [InlineData("Bank:Rails:0:LargestRials", "2,000,000,000", "Bank:Rails:0:LargestRials is '2,000,000,000'")]
    [InlineData("Bank:Rails:0:LargestRials", "0", "largest amount of 0 rials")]
    [InlineData("Bank:Rails:0:SmallestRials", "9007199254740993", "Bank:Rails:0:SmallestRials is")]
    [InlineData("Bank:Rails:0:MostOrdersADayToOnePayee", "3000000000", "MostOrdersADayToOnePayee is '3000000000'")]
    [InlineData("Bank:Rails:0:LargestRial", "5", "Bank:Rails:0:LargestRial is no setting of a rail")]
    [InlineData("Bank:Rails:0:BankCodes", "59", "name the bank '59'")]
    [InlineData("Bank:PaymentFiles:paya", "pain.001.001.03", "it must be pain.001.001.09 or ccti")]
    [InlineData("Bank:PaymentFiles:satna", "ccti", "which is the batch file of paya and tells no rail; satna takes pain.001.001.09")]
    [InlineData("Bank:PaymentFiles:card", "ccti", "names the rail 'card'")]
    [InlineData("Bank:CctiBic", "bmji", "Bank:CctiBic is 'bmji'")]
    public void Read_AValueThatCannotBeUsed_IsNamed(string key, string? value, string said)
    {
        var values = new Dictionary<string, string?> { ["Bank:Rails:0:Rail"] = "paya", ["Bank:Rails:0:EffectiveFrom"] = "2025-05-22", ["Bank:RailPreference"] = "paya" };
        values[key] = value;

        var refused = Assert.Throws<StartupException>(() => Read(values));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_APreferredRailWithoutLimits_StopsTheStart()
    {
        var refused = Assert.Throws<StartupException>(() => Read(new() { ["Bank:Rails:0:Rail"] = "paya", ["Bank:Rails:0:EffectiveFrom"] = "2025-05-22" }));

        Assert.Contains("internal is preferred and has no limits. satna is preferred and has no limits.", refused.Message, StringComparison.Ordinal);
    }

    private static RailSettings Read(Dictionary<string, string?> values) =>
        RailSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
}
