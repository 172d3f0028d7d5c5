using LoanServicing.Platform.Data;
using LoanServicing.TestSupport;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Disbursement.Tests;

public sealed class BankSettingsTests
{
    [Fact]
    public void Read_NothingConfigured_IsThePool()
    {
        var settings = Read([]);

        Assert.Equal("Bonyad Alavi and Sina Bank qard al-hasan pool", settings.Debtor.Name);
        Assert.Equal("IR390590990000000000084025", settings.Debtor.Iban);
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

    [Theory]
    [InlineData(null, null)]
    [InlineData("The pool", null)]
    [InlineData(null, "IR740590000000001234567890")]
    public async Task Start_OutsideDevelopmentWithoutADebtor_IsRefused(string? name, string? iban)
    {
        using var bank = new TestFolder();
        var options = Production(bank, name, iban);

        var refused = await Assert.ThrowsAsync<StartupException>(() => TestApplication.StartAsync([DisbursementService.Module], options));

        Assert.StartsWith("Bank:Debtor:Name and Bank:Debtor:Iban", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OutsideDevelopmentWithAnIbanThatIsNone_IsRefused()
    {
        using var bank = new TestFolder();
        var options = Production(bank, "The pool", "IR000590000000000000000001");

        var refused = await Assert.ThrowsAsync<StartupException>(() => TestApplication.StartAsync([DisbursementService.Module], options));

        Assert.StartsWith("Bank:Debtor:Iban is", refused.Message, StringComparison.Ordinal);
    }

    private static TestApplicationOptions Production(TestFolder bank, string? name, string? iban) => new()
    {
        Environment = "Production",
        Settings = new()
        {
            ["Authentication:Authority"] = "https://issuer.example",
            ["Bank:Folder"] = bank.Path,
            ["Bank:Debtor:Name"] = name,
            ["Bank:Debtor:Iban"] = iban,
        },
    };

    private static BankSettings Read(Dictionary<string, string?> values) =>
        BankSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build(), isDevelopment: true);
}
