using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Programmes;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Verification;
using NodaTime;

namespace LoanServicing.Intake.Verification;

/// <summary>
/// Rules R10 and R11 for milestones: each is replayed through the table after those recorded before it, is what the audit trail says, and lists show the newest.
/// Applications are read some at a time.
/// </summary>
internal static class MilestoneVerifier
{
    private const string SelectIds = "select distinct application_id from milestone where application_id > @after order by application_id";

    private const string OfThese = "where application_id > @after and application_id <= @last";

    private const string SelectMilestones = $"select {MilestoneStore.Columns} from milestone {OfThese} order by application_id, number";

    private const string SelectApplications = $"select application_id, number, tranche, county, loan_id, paid_out_on from application {OfThese}";

    private const string SelectNewest = $"select application_id, application_number, loan_id, county, kind, number from newest_milestone {OfThese}";

    private const string SelectNewestOfNothing =
        """
        select n.application_id from newest_milestone n
        where not exists (select 1 from milestone m where m.application_id = n.application_id) order by n.application_id
        """;

    private const string CountAudited = "select count(*) from audit where subject_type = 'application' and action = 'milestone.recorded'";

    public static async Task<IReadOnlyList<RuleFinding>> VerifyAsync(DbConnection connection)
    {
        var (replayed, told, count) = (new List<string>(), new List<string>(), 0L);
        var after = Guid.Empty;
        while (await PageAsync(connection, after) is { Count: > 0 } page)
        {
            var range = new { after, last = page[^1] };
            var audited = await AuditTrail.OfAsync(connection, ApplicationChange.SubjectType, [.. page.Select(id => id.ToString("D"))]);
            var milestones = (await connection.QueryAsync<MilestoneRow>(SelectMilestones, range)).ToLookup(row => row.ApplicationId);
            var applications = (await connection.QueryAsync<LoanRow>(SelectApplications, range)).ToDictionary(row => row.ApplicationId);
            var newest = (await connection.QueryAsync<NewestRow>(SelectNewest, range)).ToLookup(row => row.ApplicationId);
            foreach (var id in page)
            {
                IReadOnlyList<MilestoneRow> rows = [.. milestones[id]];
                count += rows.Count;
                replayed.AddRange(applications.TryGetValue(id, out var loan) ? Replay(rows, loan) : [$"application {id} has milestones but no row"]);
                told.AddRange(AuditProblems(rows, [.. audited[id.ToString("D")].Where(decision => decision.Action == MilestoneStore.RecordedAction)]));
                told.AddRange(NewestProblems(id, [.. newest[id]], MilestoneStore.NewestOf(rows), loan));
            }

            after = range.last;
        }

        told.AddRange((await connection.QueryAsync<Guid>(SelectNewestOfNothing)).Select(id => $"newest milestone of application {id} is of none that is stored"));
        if (await connection.QuerySingleAsync<long>(CountAudited) is var recorded && recorded != count)
        {
            told.Add($"{count} milestones are stored; {recorded} were recorded");
        }

        return [new RuleFinding("R10", count, "milestones in the order of the table", replayed), new RuleFinding("R11", count, "milestones as they were recorded", told)];
    }

    private static async Task<IReadOnlyList<Guid>> PageAsync(DbConnection connection, Guid after) =>
        [.. await connection.QueryAsync<Guid>(connection.First(SelectIds, "@limit"), new { after, limit = AuditTrail.SubjectsAtOnce })];

    private static IEnumerable<string> Replay(IReadOnlyList<MilestoneRow> rows, LoanRow loan)
    {
        foreach (var (place, row) in rows.Index())
        {
            var name = $"milestone {row.Number} of application {row.ApplicationId}";
            var kind = row.Milestone.Kind;
            var before = rows.Take(place).Where(other => other.LoanId == row.LoanId).Select(other => other.Milestone);
            var paidOutOn = row.LoanId == loan.LoanId ? loan.PaidOutOn ?? LocalDate.MaxIsoValue : LocalDate.MinIsoValue; // an earlier loan's payment came back
            if (row.Number != place + 1)
            {
                yield return $"{name} follows milestone {place}";
            }

            if (Milestones.ProblemOf(row.Milestone, before, paidOutOn, row.RecordedOn) is { } found)
            {
                yield return $"{name} ({row.Kind}) cannot stand there: {found.Problem}";
            }

            if (loan.Tranche != Tranches.Employment || (Milestones.NeedsInspector(kind) && row.Inspector is null) || (Milestones.NeedsNote(kind) && row.Note is null))
            {
                yield return $"{name} ({row.Kind}) is of {loan.Tranche}, by inspector {row.Inspector ?? "nobody"}, with the note {row.Note ?? "nothing"}";
            }
        }
    }

    private static IEnumerable<string> AuditProblems(IReadOnlyList<MilestoneRow> rows, IReadOnlyList<AuditedDecision> decisions) =>
        from row in rows
        let said = decisions.FirstOrDefault(decision => decision.TextAt("number") == FactJson.Write(row.Number))
        where said is null || Said(said) != Said(row)
        select $"milestone {row.Number} of application {row.ApplicationId} is {Said(row)}; recorded was {(said is null ? "none" : Said(said))}";

    private static string Said(AuditedDecision said) => string.Join(
        ' ', said.TextAt("loanId"), said.TextAt("kind"), said.TextAt("on"), said.TextAt("inspector"), said.TextAt("note"), said.TextAt("recordedOn"), said.Actor);

    private static string Said(MilestoneRow row) => string.Join(
        ' ', FactJson.Write(row.LoanId), FactJson.Write(row.Kind), FactJson.Write(row.ReachedOn), FactJson.Write(row.Inspector), FactJson.Write(row.Note),
        FactJson.Write(row.RecordedOn), row.RecordedBy);

    private static IEnumerable<string> NewestProblems(Guid id, IReadOnlyList<NewestRow> stored, MilestoneRow newest, LoanRow? loan)
    {
        var expected = new NewestRow
        {
            ApplicationId = id, ApplicationNumber = loan?.Number ?? 0, LoanId = newest.LoanId, County = loan?.County ?? "", Kind = newest.Kind, Number = newest.Number,
        };
        return stored is [var one] && one == expected
            ? []
            : [$"newest milestone of application {id} is stored as {string.Join(" and ", stored.Select(row => $"{row.Kind} {row.Number}").DefaultIfEmpty("none"))}; it is {newest.Kind} {newest.Number}"];
    }

    private sealed record LoanRow
    {
        public Guid ApplicationId { get; init; }

        public long Number { get; init; }

        public string Tranche { get; init; } = "";

        public string County { get; init; } = "";

        public Guid? LoanId { get; init; }

        public LocalDate? PaidOutOn { get; init; }
    }

    private sealed record NewestRow
    {
        public Guid ApplicationId { get; init; }

        public long ApplicationNumber { get; init; }

        public Guid LoanId { get; init; }

        public string County { get; init; } = "";

        public string Kind { get; init; } = "";

        public int Number { get; init; }
    }
}
