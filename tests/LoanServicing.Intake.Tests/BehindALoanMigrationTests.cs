namespace LoanServicing.Intake.Tests;

/// <summary>What was pledged before there were columns for it may be handed back since its application was closed.</summary>
public sealed class BehindALoanMigrationTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    private const string SelectReleasableOn = "select coalesce(releasable_on, 0) from collateral where application_id = @id";

    [Fact]
    public async Task What_was_pledged_in_the_version_before_may_be_handed_back_when_its_loan_is_settled()
    {
        var (settled, signed) = (await Flow.SignedAsync(host), await Flow.SignedAsync(host));
        var loan = Guid.CreateVersion7();
        await host.TellAsync(Facts.Opened(settled, loan));
        await host.TellAsync(Facts.Settled(settled, loan));
        await host.Database.WriteAsync(unit => unit.ExecuteAsync("update collateral set releasable_on = null"));

        await host.Database.WriteAsync(async unit => await unit.ExecuteAsync(await PartAsync("update collateral")));

        Assert.Equal(20261122, await host.CountAsync(SelectReleasableOn, new { id = settled }));
        Assert.Equal(0, await host.CountAsync(SelectReleasableOn, new { id = signed }));
        Assert.All(await host.VerifyAsync(), finding => Assert.Empty(finding.Problems));
    }

    [Fact]
    public async Task Documents_and_guarantors_of_the_version_before_are_counted()
    {
        await Flow.SignedAsync(host);
        await host.Database.WriteAsync(unit => unit.ExecuteAsync("delete from document_counter"));
        await host.Database.WriteAsync(unit => unit.ExecuteAsync("delete from guarantor_counter"));

        await host.Database.WriteAsync(async unit => await unit.ExecuteAsync(await PartAsync("insert into document_counter")));
        await host.Database.WriteAsync(async unit => await unit.ExecuteAsync(await PartAsync("insert into guarantor_counter")));

        Assert.All(await host.VerifyAsync(), finding => Assert.Empty(finding.Problems));
    }

    [Fact]
    public async Task Loans_of_the_version_before_are_dated_by_the_step_that_told_of_them()
    {
        var (paid, signed) = (await Flow.SignedAsync(host), await Flow.SignedAsync(host));
        await host.TellAsync(Facts.Opened(paid, Guid.CreateVersion7()) with { ValueDate = IntakeHost.Today.PlusDays(-2) });
        await host.Database.WriteAsync(unit => unit.ExecuteAsync("update application set paid_out_on = null"));

        await host.Database.WriteAsync(async unit => await unit.ExecuteAsync(await PartAsync("update application set paid_out_on")));

        Assert.Equal(20261122, await host.CountAsync("select coalesce(paid_out_on, 0) from application where application_id = @id", new { id = paid }));
        Assert.Equal(0, await host.CountAsync("select coalesce(paid_out_on, 0) from application where application_id = @id", new { id = signed }));
        Assert.All(await host.VerifyAsync(), finding => Assert.Empty(finding.Problems));
    }

    /// <summary>The statement of the script that begins so.</summary>
    private static async Task<string> PartAsync(string begin)
    {
        using var reader = new StreamReader(typeof(IntakeService).Assembly.GetManifestResourceStream("migrations/sqlite/intake/0003_behind_a_loan.sql")!);
        var script = await reader.ReadToEndAsync();
        var from = script.IndexOf(begin, StringComparison.Ordinal);
        return script[from..(script.IndexOf(';', from) + 1)];
    }
}
