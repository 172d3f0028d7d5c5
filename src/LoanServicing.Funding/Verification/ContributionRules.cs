using System.Data.Common;
using Dapper;
using LoanServicing.Funding.Handlers;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Funding.Verification;

/// <summary>R11: two people stand behind each deposit in the books, and the audit trail says so.</summary>
internal static class ContributionRules
{
    private const string SelectAudited =
        "select subject_id, actor from audit where subject_type = @subjectType and action = @action order by id";

    public static async Task<RuleFinding> CheckAsync(DbConnection connection)
    {
        var audited = (await connection.QueryAsync<(string SubjectId, string Actor)>(
            SelectAudited, new { subjectType = Contributions.SubjectType, action = Contributions.RecordedAction })).ToLookup(row => row.SubjectId, row => row.Actor);
        var recorded = (await connection.QueryAsync<ContributionRow>(ContributionStore.SelectRecorded)).ToList();
        return new RuleFinding(
            "R11", recorded.Count, "contributions with their two people", [.. recorded.SelectMany(row => Problems(row, [.. audited[row.ContributionId.ToString("D")]]))]);
    }

    private static IEnumerable<string> Problems(ContributionRow row, IReadOnlyList<string> actors)
    {
        if (row.Checker is null || row.Checker == row.Maker)
        {
            yield return $"contribution {row.ContributionId:D} of {row.Maker} was checked by {row.Checker ?? "nobody"}";
        }

        if (actors.Count != 1 || actors[0] != row.Checker)
        {
            yield return $"contribution {row.ContributionId:D} checked by {row.Checker} has {actors.Count} audit entries{string.Concat(actors.Select(actor => $" of {actor}"))}";
        }
    }
}
