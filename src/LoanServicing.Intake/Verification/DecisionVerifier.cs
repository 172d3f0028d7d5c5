using System.Data.Common;
using Dapper;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Intake.Verification;

/// <summary>Rule R11: every step has its audit entry, and every approval that asks for a second person has one, and a reason where due.</summary>
internal static class DecisionVerifier
{
    private const string CountAudit =
        """
        select subject_id, action, count(*) as entries from audit where subject_type = 'application' group by subject_id, action
        """;

    public static async Task<RuleFinding> VerifyStepsAsync(DbConnection connection)
    {
        var entries = await CountEntriesAsync(connection);
        var problems = new List<string>();
        var count = 0L;
        await foreach (var step in connection.QueryUnbufferedAsync<TransitionRow>(TransitionStore.SelectAll))
        {
            count++;
            var key = (step.ApplicationId, ApplicationChange.ActionOf(step.Cause));
            if (!entries.TryGetValue(key, out var left) || left == 0)
            {
                problems.Add($"application {step.ApplicationId} step {step.Number} ({step.Cause}) has no audit entry");
                continue;
            }

            entries[key] = left - 1;
        }

        return new RuleFinding("R11", count, "steps of applications and their audit entries", problems);
    }

    public static async Task<RuleFinding> VerifyApprovalsAsync(DbConnection connection)
    {
        var approvals = (await connection.QueryAsync<ApprovalRow>(ApprovalStore.SelectAll)).ToList();
        var problems = approvals
            .Select(approval => (approval, problem: ProblemOf(approval)))
            .Where(found => found.problem is not null)
            .Select(found => $"approval of application {found.approval.ApplicationId}: {found.problem}")
            .ToList();
        return new RuleFinding("R11", approvals.Count, "approvals", problems);
    }

    // A million of them in a grown book: the few action names are kept once.
    private static async Task<Dictionary<(Guid ApplicationId, string Action), long>> CountEntriesAsync(DbConnection connection)
    {
        var entries = new Dictionary<(Guid ApplicationId, string Action), long>();
        await foreach (var row in connection.QueryUnbufferedAsync<AuditCount>(CountAudit))
        {
            if (Guid.TryParse(row.SubjectId, out var applicationId))
            {
                entries.Add((applicationId, string.Intern(row.Action)), row.Entries);
            }
        }

        return entries;
    }

    private static string? ProblemOf(ApprovalRow approval)
    {
        if ((approval.Referred || approval.Amount > approval.OnePersonLimit) && approval.SecondPerson is null)
        {
            return "a second person was needed and is not recorded";
        }

        if (approval.SecondPerson == approval.ApprovedBy)
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
