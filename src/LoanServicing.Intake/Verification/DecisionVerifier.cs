using System.Data.Common;
using Dapper;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Intake.Verification;

/// <summary>Rule R11: every step has its audit entry, and every approval that asks for a second person has one, and a reason where due.</summary>
internal static class DecisionVerifier
{
    private const int ApplicationsAtOnce = 500;

    private const string SelectApplications =
        "select distinct application_id from application_transition where application_id > @after order by application_id";

    private const string SelectSteps =
        $"""
        select {TransitionStore.Columns} from application_transition
        where application_id > @after and application_id <= @last order by application_id, number
        """;

    // The text of ids compares as their bytes do.
    private const string CountAudit =
        """
        select subject_id, action, count(*) as entries
        from audit where subject_type = 'application' and subject_id > @afterText and subject_id <= @lastText
        group by subject_id, action
        """;

    public static async Task<RuleFinding> VerifyStepsAsync(DbConnection connection)
    {
        var problems = new List<string>();
        var count = 0L;
        var after = Guid.Empty;
        while (await PageAsync(connection, after) is { Count: > 0 } page)
        {
            var last = page[^1];
            var steps = await connection.QueryAsync<TransitionRow>(SelectSteps, new { after, last });
            var entries = await connection.QueryAsync<AuditCount>(CountAudit, new { afterText = after.ToString("D"), lastText = last.ToString("D") });
            var left = entries.ToDictionary(entry => (entry.SubjectId, entry.Action), entry => entry.Entries);
            foreach (var step in steps)
            {
                count++;
                var entry = (step.ApplicationId.ToString("D"), ApplicationChange.ActionOf(step.Cause));
                left[entry] = left.GetValueOrDefault(entry) - 1;
                if (left[entry] < 0)
                {
                    problems.Add($"application {step.ApplicationId} step {step.Number} ({step.Cause}) has no audit entry");
                }
            }

            after = last;
        }

        return new RuleFinding("R11", count, "steps of applications and their audit entries", problems);
    }

    private static async Task<IReadOnlyList<Guid>> PageAsync(DbConnection connection, Guid after) =>
        [.. await connection.QueryAsync<Guid>(connection.First(SelectApplications, "@limit"), new { after, limit = ApplicationsAtOnce })];

    public static async Task<RuleFinding> VerifyApprovalsAsync(DbConnection connection)
    {
        var problems = new List<string>();
        var count = 0L;
        await foreach (var approval in connection.QueryUnbufferedAsync<ApprovalRow>(ApprovalStore.SelectAll))
        {
            count++;
            if (ProblemOf(approval) is { } problem)
            {
                problems.Add($"approval of application {approval.ApplicationId}: {problem}");
            }
        }

        return new RuleFinding("R11", count, "approvals", problems);
    }

    private static string? ProblemOf(ApprovalRow approval)
    {
        if ((approval.Referred || approval.Amount > approval.OnePersonLimit) && approval.SecondPerson is null)
        {
            return "a second person was needed and is not recorded";
        }

        if (approval.SecondPerson is not null && !TwoPeople.Are(approval.ApprovedBy, approval.SecondPerson))
        {
            return "both persons are the same";
        }

        return approval.Referred && approval.Reason is null ? "a referral was approved without a reason" : null;
    }

    private sealed record AuditCount
    {
        public string SubjectId { get; init; } = "";

        public string Action { get; init; } = "";

        public long Entries { get; init; }
    }
}
