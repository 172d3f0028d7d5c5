using System.Data.Common;
using System.Text.Json;
using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Domain.Eligibility;
using LoanServicing.Eligibility.Handlers;
using LoanServicing.Eligibility.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Eligibility.Verification;

/// <summary>
/// Rule R11: each stored assessment, evaluated again from its stored inputs and limits by the rule version it names, gives the stored
/// outcome, and the same answer and inputs of each rule. The wording of messages is that of the version which made it, and is compared with the audit trail.
/// </summary>
internal static class AssessmentVerifier
{
    private const string SelectApplications =
        "select distinct application_id from assessment where application_id > @after order by application_id";

    public static async Task<IReadOnlyList<RuleFinding>> VerifyAsync(DbConnection connection)
    {
        var problems = new List<string>();
        var count = 0;
        for (var after = Guid.Empty; await PageAsync(connection, after) is { Count: > 0 } page; after = page[^1])
        {
            var audited = await AuditTrail.OfAsync(connection, AssessOnSubmission.SubjectType, [.. page.Select(id => id.ToString())]);
            foreach (var row in await connection.QueryAsync<AssessmentRow>(AssessmentStore.SelectRange, new { after, last = page[^1] }))
            {
                count++;
                var problem = Problem(row) ?? (IsAsAudited(row, audited[row.ApplicationId.ToString()]) ? null : "is not worded as it was made");
                problems.AddRange(problem is null ? [] : [$"assessment of application {row.ApplicationId} revision {row.Revision} {problem}"]);
            }
        }

        return [new RuleFinding("R11", count, "assessments evaluated again", problems)];
    }

    private static async Task<IReadOnlyList<Guid>> PageAsync(DbConnection connection, Guid after) =>
        [.. await connection.QueryAsync<Guid>(connection.First(SelectApplications, "@limit"), new { after, limit = AuditTrail.SubjectsAtOnce })];

    /// <summary>The texts of before were not hashed.</summary>
    private static bool IsAsAudited(AssessmentRow row, IEnumerable<AuditedDecision> audited) => audited
        .Where(decision => decision.Action == AssessOnSubmission.AssessedAction && decision.TextAt("revision") == $"{row.Revision}")
        .Select(decision => decision.TextAt("textsHash"))
        .All(hash => hash is null || hash == FactJson.Write(row.TextsHash));

    private static string? Problem(AssessmentRow row)
    {
        if (EligibilityRuleSet.Find(row.RuleSetVersion) is not { } rules)
        {
            return $"names rule set version {row.RuleSetVersion}, which does not exist";
        }

        try
        {
            var again = rules.Assess(FactJson.Read<EligibilityInputs>(row.Inputs), FactJson.Read<EligibilityLimits>(row.Limits));
            return Difference(row, again);
        }
        catch (Exception cause) when (cause is JsonException or NodaTime.Text.UnparsableValueException or ArgumentException)
        {
            return $"cannot be read: {cause.Message}";
        }
    }

    private static string? Difference(AssessmentRow row, Assessment again)
    {
        if (again.Outcome.Code() != row.Outcome)
        {
            return $"is stored as {row.Outcome} and evaluates to {again.Outcome.Code()}";
        }

        var stored = FactJson.Read<IReadOnlyList<RuleReport>>(row.Rules).Select(Essence).ToList();
        var evaluated = RuleReports.Of(again).Select(Essence).ToList();
        var different = stored.Except(evaluated).Concat(evaluated.Except(stored)).FirstOrDefault();
        return different is null ? null : $"differs from its inputs in {different}";
    }

    private static string Essence(RuleReport report) =>
        $"{report.Id} ({(report.Passed ? "passed" : "failed")}: "
        + string.Join(", ", report.Inputs.OrderBy(input => input.Key, StringComparer.Ordinal).Select(input => $"{input.Key} {input.Value}")) + ")";
}
