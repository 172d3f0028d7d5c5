using LoanServicing.Platform.Data;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Disbursement.Tests;

public sealed class BankSettingsTests
{
    [Fact]
    public void Read_NothingConfigured_IsThePool()
    {
        var settings = Read([]);

        Assert.Equal("Bonyad Alavi and Sina Bank qard al-hasan pool", settings.Debtor.Name);
        Assert.Equal("IR040590000000000000000001", settings.Debtor.Iban);
    }

    [Fact]
    public void Read_AnIbanWithSpaces_IsStoredWithout() =>
        Assert.Equal("IR740590000000001234567890", Read(new() { ["Bank:Debtor:Iban"] = "IR74 0590 0000 0000 1234 5678 90" }).Debtor.Iban);

    [Theory]
    [InlineData("Bank:Debtor:Iban", "IR000590000000000000000001")]
    [InlineData("Bank:TransfersPerFile", "0")]
    [InlineData("Bank:LargestInboxFile", "16MB")]
    public void Read_AValueThatCannotBeUsed_IsNamed(string key, string value)
    {
        var refused = Assert.Throws<StartupException>(() => Read(new() { [key] = value }));

        Assert.Contains(key, refused.Message, StringComparison.Ordinal);
    }

    private static BankSettings Read(Dictionary<string, string?> values) =>
        BankSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
}
