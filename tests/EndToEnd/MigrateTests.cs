using LoanServicing.EndToEnd.Harness;
using LoanServicing.Host.Verbs;

namespace LoanServicing.EndToEnd;

/// <summary><c>migrate</c> makes the databases, changes nothing the second time, and needs neither broker nor address.</summary>
public sealed class MigrateTests : IDisposable
{
    private readonly HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Migrate_Twice_CreatesEveryDatabaseOnce()
    {
        await MigrateAsync();
        var first = AppliedScripts();

        await MigrateAsync();

        Assert.All(first, scripts => Assert.NotEmpty(scripts));
        Assert.Equal(first, AppliedScripts());
    }

    [Fact]
    public async Task Migrate_WhileServing_IsRefused()
    {
        await using var host = HostProcess.Start(_folder, ["serve"]);
        await host.ReadyAsync();

        await using var process = HostProcess.Start(_folder, ["migrate"]);

        Assert.Equal(2, await process.ExitAsync());
        Assert.Contains(_folder.Data, Assert.Single(process.Errors));
    }

    [Fact]
    public async Task Migrate_InProduction_NeedsNoIssuerOfTokens()
    {
        await using var process = HostProcess.Start(_folder, ["migrate"], environment: null);

        Assert.True(await process.ExitAsync() == 0, process.ToString());
    }

    private async Task MigrateAsync()
    {
        await using var process = HostProcess.Start(_folder, ["migrate"]);
        Assert.True(await process.ExitAsync() == 0, process.ToString());
        Assert.Equal(HostBuilding.Services.Count, process.Output.Count(line => line.EndsWith("is up to date", StringComparison.Ordinal)));
    }

    private List<string> AppliedScripts() =>
    [
        .. HostBuilding.Services.Select(service => string.Join(
            '\n', _folder.Query(service.Name, "select component, version, hash, applied_at from schema_version order by component, version"))),
    ];
}
