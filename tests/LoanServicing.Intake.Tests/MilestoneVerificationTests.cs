namespace LoanServicing.Intake.Tests;

/// <summary>A milestone that is damaged is named.</summary>
public sealed class MilestoneVerificationTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    [Theory]
    [InlineData("update milestone set kind = 'deviated' where application_id = @id and number = 1", "R11", "recorded was")]
    [InlineData("update milestone set kind = 'abandoned' where application_id = @id and number = 1", "R10", "could not be computed from milestone")]
    [InlineData("update milestone set reached_on = 20261121 where application_id = @id and number = 1", "R10", "(established) cannot stand there: BeforePayout")]
    [InlineData("update milestone set reached_on = 20261123 where application_id = @id and number = 2", "R10", "(deviated) cannot stand there: AfterBusinessDate")]
    [InlineData("update milestone set kind = 'established' where application_id = @id and number = 2", "R10", "(established) cannot stand there: AlreadyRecorded")]
    [InlineData("update milestone set inspector = null where application_id = @id and number = 2", "R10", "by inspector nobody")]
    [InlineData("update milestone set note = null where application_id = @id and number = 2", "R10", "with the note nothing")]
    [InlineData("update milestone set note = 'nothing much' where application_id = @id and number = 2", "R11", "recorded was")]
    [InlineData("update milestone set inspector = 'another' where application_id = @id and number = 2", "R11", "recorded was")]
    [InlineData("update milestone set recorded_by = 'another' where application_id = @id and number = 2", "R11", "recorded was")]
    [InlineData("update milestone set loan_id = @other where application_id = @id", "R11", "recorded was")]
    [InlineData("delete from milestone where application_id = @id and number = 1", "R10", "milestone 2 of application")]
    [InlineData("delete from milestone where application_id = @id and number = 2", "R11", "it is established 1")]
    [InlineData("delete from milestone where application_id = @id", "R11", "is of none that is stored")]
    [InlineData("delete from newest_milestone where application_id = @id", "R11", "is stored as none; it is deviated 2")]
    [InlineData("update newest_milestone set kind = 'established' where application_id = @id", "R11", "newest milestone of application")]
    [InlineData("update newest_milestone set county = 'Baft' where application_id = @id", "R11", "newest milestone of application")]
    [InlineData("update newest_milestone set loan_id = @other where application_id = @id", "R11", "newest milestone of application")]
    [InlineData("update application set tranche = 'health' where application_id = @id", "R10", "is of health")]
    [InlineData("update application set paid_out_on = 20261121 where application_id = @id", "R11", "was paid out on \"2026-11-21\"; \"2026-11-22\" was told")]
    [InlineData("update application set paid_out_on = null where application_id = @id", "R11", "was paid out on null; \"2026-11-22\" was told")]
    public async Task A_damaged_row_is_named(string damage, string rule, string expected)
    {
        var id = await DeviatedAsync();
        Assert.DoesNotContain(await ProblemsAsync(rule), problem => problem.Contains(id.ToString(), StringComparison.Ordinal));

        await host.Database.WriteAsync(unit => unit.ExecuteAsync(damage, new { id, other = Guid.CreateVersion7() }));

        var problems = await ProblemsAsync(rule);
        await RemoveAsync(id);
        Assert.Contains(problems, problem => problem.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Milestones_that_are_gone_with_all_that_names_them_are_missed()
    {
        var id = await DeviatedAsync();

        await host.Database.WriteAsync(async unit =>
            await unit.ExecuteAsync("delete from milestone where application_id = @id", new { id })
            + await unit.ExecuteAsync("delete from newest_milestone where application_id = @id", new { id }));

        var problems = await ProblemsAsync("R11");
        await RemoveAsync(id);
        Assert.Contains(problems, problem => problem.Contains("milestones are stored; ", StringComparison.Ordinal));
    }

    private async Task<Guid> DeviatedAsync()
    {
        var id = await Flow.SignedAsync(host);
        await host.TellAsync(Facts.Opened(id, Guid.CreateVersion7()));
        await host.CommandAsync(host.Officer, id, "milestones", new { kind = "established", on = "2026-11-22" });
        var deviated = await host.CommandAsync(host.Officer, id, "milestones", new { kind = "deviated", on = "2026-11-22", inspector = "x", note = "a car was bought" });
        await deviated.ReadAsync(System.Net.HttpStatusCode.Created);
        return id;
    }

    /// <summary>Takes away what was damaged, so that the next test begins with sound rows.</summary>
    private Task RemoveAsync(Guid id) => host.Database.WriteAsync(async unit =>
    {
        await unit.ExecuteAsync("delete from milestone where application_id = @id", new { id });
        await unit.ExecuteAsync("delete from newest_milestone where application_id = @id", new { id });
        return await unit.ExecuteAsync("delete from audit where subject_id = @text and action = 'milestone.recorded'", new { text = id.ToString("D") });
    });

    private async Task<List<string>> ProblemsAsync(string rule) =>
        [.. (await host.VerifyAsync()).Where(finding => finding.Rule == rule).SelectMany(finding => finding.Problems)];
}
