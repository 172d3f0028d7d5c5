namespace LoanServicing.Intake.Tests;

/// <summary>Funds that were reserved before there was a column for it are dated by the step that reserved them.</summary>
public sealed class ReservedOnMigrationTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    private const string SelectReservedOn = "select coalesce(reserved_on, 0) from application where application_id = @id";

    [Fact]
    public async Task Reservations_of_the_version_before_are_dated_by_their_step()
    {
        var (reserved, approved) = (await Flow.ReservedAsync(host), await Flow.ApprovedAsync(host));
        await host.Database.WriteAsync(unit => unit.ExecuteAsync("update application set reserved_on = null"));

        await host.Database.WriteAsync(async unit => await unit.ExecuteAsync(await BackfillAsync()));

        Assert.Equal(20261122, await host.CountAsync(SelectReservedOn, new { id = reserved }));
        Assert.Equal(0, await host.CountAsync(SelectReservedOn, new { id = approved }));
    }

    private static async Task<string> BackfillAsync()
    {
        using var reader = new StreamReader(
            typeof(IntakeService).Assembly.GetManifestResourceStream("migrations/sqlite/intake/0002_reserved_on.sql")!);
        var script = await reader.ReadToEndAsync();
        return script[script.IndexOf("update ", StringComparison.Ordinal)..script.IndexOf("create index", StringComparison.Ordinal)];
    }
}
