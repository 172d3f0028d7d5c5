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
        select subject_id, action, count(*) as entries
        from audit where subject_type = 'application'
        group by subject_id, action order by subject_id, action
        """;

    /// <param name="connection">Open; two readers stay open on it at once. Both are in the order of ids, whose text compares as their bytes do.</param>
    public static async Task<RuleFinding> VerifyStepsAsync(DbConnection connection)
    {
        var problems = new List<string>();
        var count = 0L;
        var left = new Dictionary<string, long>();
        Guid? application = null;
        await using var entries = connection.QueryUnbufferedAsync<AuditCount>(CountAudit).GetAsyncEnumerator();
        var more = await entries.MoveNextAsync();
        await foreach (var step in connection.QueryUnbufferedAsync<TransitionRow>(TransitionStore.SelectAll))
        {
            count++;
            if (step.ApplicationId != application)
            {
                application = step.ApplicationId;
                left.Clear();
                var id = step.ApplicationId.ToString("D");
                for (; more && string.CompareOrdinal(entries.Current.SubjectId, id) <= 0; more = await entries.MoveNextAsync())
                {
                    if (entries.Current.SubjectId == id)
                    {
                        left.Add(entries.Current.Action, entries.Current.Entries);
                    }
                }
            }

            var action = ApplicationChange.ActionOf(step.Cause);
            left[action] = left.GetValueOrDefault(action) - 1;
            if (left[action] < 0)
            {
                problems.Add($"application {step.ApplicationId} step {step.Number} ({step.Cause}) has no audit entry");
            }
        }

        return new RuleFinding("R11", count, "steps of applications and their audit entries", problems);
    }

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
