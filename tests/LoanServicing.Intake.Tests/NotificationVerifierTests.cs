namespace LoanServicing.Intake.Tests;

/// <summary>What intake verifies of notifications sees its one damaged row and names it.</summary>
public sealed class NotificationVerifierTests
{
    [Theory]
    [InlineData("update notification set status = 'lost' where notification_id = @id", "is of no status or event that there is")]
    [InlineData("update notification set event = 'birthday' where notification_id = @id", "is of no status or event that there is")]
    [InlineData("update notification set status = 'sent' where notification_id = @id", "has no time of sending")]
    [InlineData("update notification set sent_at = 1 where notification_id = @id", "has a time of sending")]
    [InlineData("update notification set status = 'queued' where notification_id = @id", "is never due")]
    [InlineData("update notification set due_at = 1 where notification_id = @id", "is still due")]
    [InlineData("update notification set status = 'sent', sent_at = 1, mobile = null where notification_id = @id", "has no mobile")]
    [InlineData("update notification set recipient = 'guarantor' where notification_id = @id", "is of another recipient")]
    [InlineData("update notification set application_id = @id where notification_id = @id", "is of no application")]
    [InlineData(
        "drop index notification_key; insert into notification (notification_id, application_id, county, event, subject, recipient, recipient_number, body, business_date, status, attempts, queued_at) "
        + "select x'00000000000000000000000000000001', application_id, county, event, subject, recipient, recipient_number, body, business_date, status, attempts, queued_at from notification where notification_id = @id",
        "was told submitted 1 2 times")]
    public async Task A_damaged_notification_is_named(string damage, string expected)
    {
        var own = new IntakeHost();
        await own.InitializeAsync();
        try
        {
            var told = Assert.Single(await Told.OfAsync(own.Database, await own.SubmitAsync()));
            Assert.All(await own.VerifyAsync(), finding => Assert.Empty(finding.Problems));

            await own.Database.WriteAsync(unit => unit.ExecuteAsync(damage, new { id = told.NotificationId }));

            Assert.Contains((await own.VerifyAsync()).SelectMany(finding => finding.Problems), problem => problem.Contains(expected, StringComparison.Ordinal));
        }
        finally
        {
            await own.DisposeAsync();
        }
    }
}
