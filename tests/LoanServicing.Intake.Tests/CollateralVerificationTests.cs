namespace LoanServicing.Intake.Tests;

/// <summary>What is damaged about the things that stand behind a loan is named.</summary>
public sealed class CollateralVerificationTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    [Theory]
    [InlineData(false, "update collateral set amount = amount + 1 where application_id = @id", "collateral of application")]
    [InlineData(false, "update collateral set document_number = 'X' where application_id = @id", "collateral of application")]
    [InlineData(false, "delete from collateral where application_id = @id", "collateral of application")]
    [InlineData(false, "update collateral set releasable_on = 20261122 where application_id = @id", "may be handed back since 2026-11-22; the application was closed on no day")]
    [InlineData(false, "update collateral set releasable_on = 20261122, released_on = 20261122, handed_to = 'x' where application_id = @id", "the audit trail says that it was not")]
    [InlineData(false, "delete from guarantor where application_id = @id", "has 0 guarantors; signed were 1")]
    [InlineData(true, "update collateral set releasable_on = 20261123 where application_id = @id", "was handed back on 2026-11-22 and might be since 2026-11-23")]
    [InlineData(true, "update collateral set releasable_on = null where application_id = @id", "might be since no day")]
    [InlineData(true, "update collateral set released_on = null where application_id = @id", "was handed back as null")]
    [InlineData(true, "update collateral set released_on = 20261123 where application_id = @id", "the audit trail says \"2026-11-22\"")]
    [InlineData(true, "update collateral set handed_to = 'somebody' where application_id = @id", "the audit trail says \"2026-11-22\" \"Reza\"")]
    [InlineData(true, "update collateral set release_reason = 'another' where application_id = @id", "the audit trail says \"2026-11-22\" \"Reza\" \"settled\"")]
    public async Task A_damaged_row_is_named(bool released, string damage, string expected)
    {
        var id = await Flow.SignedAsync(host);
        if (released)
        {
            var loan = Guid.CreateVersion7();
            await host.TellAsync(Facts.Opened(id, loan));
            await host.TellAsync(Facts.Settled(id, loan));
            await host.DoAsync(id, "collateral/release", new { handedTo = "Reza", reason = "settled" });
        }

        Assert.Empty(await ProblemsAsync(id.ToString()));

        await host.Database.WriteAsync(unit => unit.ExecuteAsync(damage, new { id }));

        Assert.Contains(await ProblemsAsync(id.ToString()), problem => problem.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_settled_may_be_handed_back_and_a_row_that_does_not_say_so_is_named()
    {
        var id = await Flow.SignedAsync(host);
        var loan = Guid.CreateVersion7();
        await host.TellAsync(Facts.Opened(id, loan));
        await host.TellAsync(Facts.Settled(id, loan));

        await host.Database.WriteAsync(unit => unit.ExecuteAsync("update collateral set releasable_on = null where application_id = @id", new { id }));

        Assert.Contains(await ProblemsAsync(id.ToString()), problem => problem.Contains("since no day; the application was closed on 2026-11-22", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("update document_counter set pledges = 2 where document_number = @number", "is pledged 1 times and counted 2 times")]
    [InlineData("delete from document_counter where document_number = @number", "is pledged 1 times and counted 0 times")]
    public async Task A_document_that_is_counted_wrongly_is_named(string damage, string expected)
    {
        var number = $"SFT-C-{await Flow.SignedAsync(host):N}".ToUpperInvariant();

        await host.Database.WriteAsync(unit => unit.ExecuteAsync(damage, new { number }));

        Assert.Contains(await ProblemsAsync(number), problem => problem.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("update guarantor_counter set guarantees = 2 where national_id = @guarantor", "is named 1 times and counted 2 times")]
    [InlineData("delete from guarantor_counter where national_id = @guarantor", "is named 1 times and counted 0 times")]
    [InlineData("update guarantor set national_id = '0499370899' where national_id = @guarantor", "guarantor 049937**** is named 1 times and counted 0 times")]
    public async Task A_guarantor_who_is_counted_wrongly_is_named(string damage, string expected)
    {
        var (id, guarantor) = (await Flow.ReservedAsync(host), Bodies.NewNationalId());
        await host.DoAsync(id, "contract", Bodies.Contract("C-" + id.ToString("N")).With("guarantors", new[] { new { nationalId = guarantor, fullName = "x", mobile = "09122002580" } }));

        await host.Database.WriteAsync(unit => unit.ExecuteAsync(damage, new { guarantor }));

        Assert.Contains(await ProblemsAsync("guarantor "), problem => problem.Contains(expected, StringComparison.Ordinal));
        await host.Database.WriteAsync(unit => unit.ExecuteAsync("delete from guarantor where national_id in ('0499370899', @guarantor)", new { guarantor }));
    }

    private async Task<List<string>> ProblemsAsync(string about) =>
        [.. (await host.VerifyAsync()).Where(finding => finding.Rule == "R11").SelectMany(finding => finding.Problems).Where(problem => problem.Contains(about, StringComparison.Ordinal))];
}
