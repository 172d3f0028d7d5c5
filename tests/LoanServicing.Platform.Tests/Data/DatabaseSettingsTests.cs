using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Platform.Tests.Data;

public sealed class DatabaseSettingsTests
{
    private const string Secret = "s3cret-word";

    [Fact]
    public void Read_SqlServer_NamesADatabaseForEachService()
    {
        var settings = Read("SqlServer", $"Server=db.example,1433;User Id=loans;Password={Secret}");

        Assert.True(settings.IsSqlServer);
        Assert.Equal("db.example,1433", settings.Server);
        Assert.Equal("LoanServicing_Intake", settings.NameOf("intake"));
        Assert.Equal("LoanServicing_Intake on db.example,1433", Databases.PlaceOf(settings, "intake"));
    }

    [Theory]
    [InlineData("SqlServer", null)]
    [InlineData("SqlServer", "")]
    [InlineData("SqlServer", "User Id=loans")]
    [InlineData("SqlServer", "Server=db;Password=one;s3cret-word")]
    [InlineData("SqlServer", "Server=db;s3cret-word=1")]
    [InlineData("SqlServer", "Server=db;Connect Timeout=s3cret-word")]
    [InlineData("Oracle", null)]
    public void Read_Unusable_IsRefusedInASentenceWithoutTheText(string kind, string? connectionString)
    {
        var refusal = Assert.Throws<StartupException>(() => Read(kind, connectionString));

        Assert.StartsWith("Database:Kind is", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("x];drop database y;--")]
    public void Read_PrefixOfOtherThanLettersDigitsAndUnderscores_IsRefused(string prefix) =>
        Assert.Throws<StartupException>(() => Read("SqlServer", "Server=db", prefix));

    [Fact]
    public void NoTextOfTheOptions_ShowsThePassword()
    {
        var configuration = Configuration("SqlServer", $"Server=db;User Id=loans;Password={Secret}", null);
        var options = PlatformOptions.Read(configuration, ["intake"]);

        Assert.DoesNotContain(Secret, $"{options} {options.Database}", StringComparison.Ordinal);
        Assert.Contains("SQL Server db", $"{options}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_NobodyAnswers_SaysWhatToChangeAndKeepsTheSecret()
    {
        var settings = Read("SqlServer", $"Server=tcp:127.0.0.1,1;User Id=loans;Password={Secret};Connect Timeout=1;ConnectRetryCount=0");

        var opening = await Assert.ThrowsAsync<StartupException>(() => Databases.OpenAsync(settings, TestModules.AlphaModule().Schema, NodaTime.SystemClock.Instance));
        var reading = await Assert.ThrowsAsync<StartupException>(() => Databases.RequireCurrentAsync(settings, TestModules.AlphaModule().Schema, CancellationToken.None));

        Assert.Equal("No SQL Server answers as tcp:127.0.0.1,1; correct the server's name in Database:ConnectionString, or start it.", opening.Message);
        Assert.Equal(opening.Message, reading.Message);
        Assert.DoesNotContain(Secret, opening.ToString(), StringComparison.Ordinal);
    }

    private static DatabaseSettings Read(string kind, string? connectionString, string? prefix = null) =>
        DatabaseSettings.Read(Configuration(kind, connectionString, prefix), "data");

    private static IConfiguration Configuration(string kind, string? connectionString, string? prefix) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Kind"] = kind,
            ["Database:ConnectionString"] = connectionString,
            ["Database:Prefix"] = prefix,
        }).Build();
}
