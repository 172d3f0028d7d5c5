namespace LoanServicing.Intake.Tests;

/// <summary>Each line of what intake verifies sees its one damaged row and names it.</summary>
public sealed class VerificationTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    [Theory]
    [InlineData("update application_transition set to_state = 'Settled' where application_id = @id and number = 2", "R10", "step 2")]
    [InlineData("update application_transition set cause = 'Reject' where application_id = @id and number = 3", "R10", "step 3")]
    [InlineData("update application_transition set cause = 'LoanOpened' where application_id = @id and number = 3", "R10", "step 3")]
    [InlineData("delete from application_transition where application_id = @id and number = 2", "R10", "step 3")]
    [InlineData("delete from application_transition where application_id = @id", "R10", "no step at all")]
    [InlineData("update application set state = 'Active' where application_id = @id", "R10", "is Active, but its last step ended at Approved")]
    [InlineData("delete from application where application_id = @id", "R10", "has steps but no row")]
    [InlineData("delete from audit where subject_id = @text and action = 'application.approve'", "R11", "step 3 (Approve) has no audit entry")]
    [InlineData("update approval set amount = 1000000001 where application_id = @id", "R11", "a second person was needed")]
    [InlineData("update approval set referred = 1, second_person = 'x' where application_id = @id", "R11", "without a reason")]
    [InlineData("update approval set second_person = approved_by where application_id = @id", "R11", "both persons are the same")]
    [InlineData("update approval set second_person = upper(approved_by) where application_id = @id", "R11", "both persons are the same")]
    public async Task A_damaged_row_is_named(string damage, string rule, string expected)
    {
        var id = await Flow.ApprovedAsync(host);
        Assert.Empty(await ProblemsAsync(rule, id));

        await host.Database.WriteAsync(unit => unit.ExecuteAsync(damage, new { id, text = id.ToString("D") }));

        Assert.Contains(await ProblemsAsync(rule, id), problem => problem.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verification_counts_what_it_looked_at()
    {
        var before = await CountedAsync();

        await Flow.ApprovedAsync(host);

        Assert.Equal(before + 3, await CountedAsync());
    }

    private async Task<long> CountedAsync() => (await host.VerifyAsync()).Where(finding => finding.Rule == "R10").Sum(finding => finding.Counted);

    private async Task<List<string>> ProblemsAsync(string rule, Guid id) =>
    [
        .. (await host.VerifyAsync()).Where(finding => finding.Rule == rule).SelectMany(finding => finding.Problems)
            .Where(problem => problem.Contains(id.ToString(), StringComparison.Ordinal)),
    ];
}
