using System.Data.Common;
using Dapper;
using LoanServicing.Funding.Handlers;
using LoanServicing.Funding.Reconciliation;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Funding.Verification;

/// <summary>R11: two people stand behind whatever finance has recorded, and the audit trail says so.</summary>
internal static class TwoPeopleRules
{
    private const string SelectAudited =
        "select subject_id, actor from audit where subject_type = @subjectType and action = @action order by id";

    public static async Task<IReadOnlyList<RuleFinding>> CheckAsync(DbConnection connection)
    {
        var contributions = await connection.QueryAsync<ContributionRow>(ContributionStore.SelectRecorded);
        var withdrawals = await connection.QueryAsync<WithdrawalRow>(WithdrawalStore.SelectRecorded);
        var reallocations = await connection.QueryAsync<ReallocationRow>(ReallocationStore.SelectRecorded);
        var resolutions = await connection.QueryAsync<ResolutionRow>(ResolutionStore.SelectRecorded);
        return
        [
            await CheckAsync(connection, Contributions.SubjectType, Contributions.RecordedAction,
                contributions.Select(row => new Recorded(row.ContributionId, row.Maker, row.Checker))),
            await CheckAsync(connection, Withdrawals.SubjectType, Withdrawals.RecordedAction,
                withdrawals.Select(row => new Recorded(row.WithdrawalId, row.Maker, row.Checker))),
            await CheckAsync(connection, Reallocations.SubjectType, Reallocations.RecordedAction,
                reallocations.Select(row => new Recorded(row.ReallocationId, row.Maker, row.Checker))),
            await CheckAsync(connection, BreakResolutions.SubjectType, BreakResolutions.RecordedAction,
                resolutions.Select(row => new Recorded(row.RequestId, row.Maker, row.Checker))),
        ];
    }

    private static async Task<RuleFinding> CheckAsync(DbConnection connection, string subjectType, string action, IEnumerable<Recorded> recorded)
    {
        var audited = (await connection.QueryAsync<(string SubjectId, string Actor)>(SelectAudited, new { subjectType, action }))
            .ToLookup(row => row.SubjectId, row => row.Actor);
        var rows = recorded.ToDictionary(row => row.Id.ToString("D"));
        return new RuleFinding(
            "R11", rows.Count, $"{subjectType}s with their two people",
            [
                .. rows.SelectMany(row => Problems($"{subjectType} {row.Key}", row.Value, [.. audited[row.Key]])),
                .. audited.Where(entries => !rows.ContainsKey(entries.Key)).Select(entries => $"{subjectType} {entries.Key} was recorded by two people, and its row is gone"),
            ]);
    }

    private static IEnumerable<string> Problems(string name, Recorded row, IReadOnlyList<string> actors)
    {
        if (!TwoPeople.Are(row.Maker, row.Checker))
        {
            yield return $"{name} of {row.Maker} was checked by {row.Checker ?? "nobody"}";
        }

        if (actors.Count != 1 || actors[0] != row.Checker)
        {
            yield return $"{name} checked by {row.Checker} has {actors.Count} audit entries{string.Concat(actors.Select(actor => $" of {actor}"))}";
        }
    }

    private sealed record Recorded(Guid Id, string Maker, string? Checker);
}
