using System.Data.Common;
using System.Text.Json;
using Dapper;
using LoanServicing.Domain.Applications;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Verification;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Intake.Verification;

/// <summary>
/// Rule R11 for what stands behind loans: each document may be handed back since its application was closed, and was handed back as the audit trail says;
/// each contract has the guarantors that it was signed with. Contracts are read some at a time. What was pledged, with its amounts, is looked at by <see cref="FigureVerifier"/>.
/// </summary>
internal static class CollateralVerifier
{
    private const string SelectContracts =
        """
        select c.application_id, a.state, (select count(*) from guarantor g where g.application_id = c.application_id) as guarantors
        from contract c join application a on a.application_id = c.application_id
        where c.application_id > @after order by c.application_id
        """;

    private const string OfThese = "where application_id > @after and application_id <= @last";

    private const string SelectCollateral = $"select {CollateralStore.Columns} from collateral {OfThese} order by application_id, number";

    private const string SelectClosings =
        $"""
        select application_id, max(business_date) as closed_on from application_transition
        {OfThese} and to_state in @closed and from_state not in @closed
        group by application_id
        """;

    private static readonly string[] Closed = [.. ApplicationStates.Closed.Select(state => state.ToString())];

    public static async Task<RuleFinding> VerifyAsync(DbConnection connection)
    {
        var problems = new List<string>();
        var count = 0L;
        var after = Guid.Empty;
        while (await PageAsync(connection, after) is { Count: > 0 } page)
        {
            var range = new { after, last = page[^1].ApplicationId, closed = Closed };
            var audited = await AuditTrail.OfAsync(connection, ApplicationChange.SubjectType, [.. page.Select(row => row.ApplicationId.ToString("D"))]);
            var collateral = (await connection.QueryAsync<CollateralRow>(SelectCollateral, range)).ToLookup(row => row.ApplicationId);
            var closings = (await connection.QueryAsync<ClosingRow>(SelectClosings, range)).ToDictionary(row => row.ApplicationId, row => row.ClosedOn);
            foreach (var row in page)
            {
                count++;
                IReadOnlyList<AuditedDecision> decided = [.. audited[row.ApplicationId.ToString("D")]];
                LocalDate? closedOn = closings.TryGetValue(row.ApplicationId, out var date) && row.IsClosed ? date : null;
                problems.AddRange(GuarantorProblems(row, decided));
                problems.AddRange(collateral[row.ApplicationId].SelectMany(item => ProblemsOf(item, closedOn, decided)));
            }

            after = range.last;
        }

        return new RuleFinding("R11", count, "contracts with what stands behind them", problems);
    }

    private static async Task<IReadOnlyList<SignedRow>> PageAsync(DbConnection connection, Guid after) =>
        [.. await connection.QueryAsync<SignedRow>(connection.First(SelectContracts, "@limit"), new { after, limit = AuditTrail.SubjectsAtOnce })];

    // Contracts of the first version were audited without the number of their guarantors.
    private static IEnumerable<string> GuarantorProblems(SignedRow row, IReadOnlyList<AuditedDecision> decided) =>
        decided.LastOrDefault(decision => decision.Action == ContractStore.RecordedAction)?.TextAt("guarantors") is { } signed && signed != FactJson.Write(row.Guarantors)
            ? [$"contract of application {row.ApplicationId} has {row.Guarantors} guarantors; signed were {signed}"]
            : [];

    private static IEnumerable<string> ProblemsOf(CollateralRow item, LocalDate? closedOn, IReadOnlyList<AuditedDecision> decided)
    {
        var name = $"collateral of application {item.ApplicationId} item {item.Number}";
        if (item.ReleasedOn is null && item.ReleasableOn != closedOn)
        {
            yield return $"{name} may be handed back since {Told(item.ReleasableOn)}; the application was closed on {Told(closedOn)}";
        }

        var releases = decided.Where(decision => decision.Action == CollateralStore.ReleasedAction && Names(decision, item)).ToList();
        if (releases.Count != (item.ReleasedOn is null ? 0 : 1) || releases.Exists(release => Said(release) != Said(item)))
        {
            yield return $"{name} was handed back as {Said(item)}; the audit trail says {string.Join(" and ", releases.Select(Said).DefaultIfEmpty("that it was not"))}";
        }
        else if (item.ReleasedOn is { } releasedOn && !(item.ReleasableOn <= releasedOn))
        {
            yield return $"{name} was handed back on {Told(releasedOn)} and might be since {Told(item.ReleasableOn)}";
        }
    }

    private static bool Names(AuditedDecision release, CollateralRow item) =>
        release.At("items") is { ValueKind: JsonValueKind.Array } items
        && items.EnumerateArray().Any(one => one.TryGetProperty("place", out var place) && place.GetRawText() == FactJson.Write(item.Number));

    private static string Said(AuditedDecision release) => string.Join(' ', release.TextAt("releasedOn"), release.TextAt("handedTo"), release.TextAt("reason"));

    private static string Said(CollateralRow item) =>
        string.Join(' ', FactJson.Write(item.ReleasedOn), FactJson.Write(item.HandedTo), FactJson.Write(item.ReleaseReason));

    private static string Told(LocalDate? date) => date is { } known ? LocalDatePattern.Iso.Format(known) : "no day";

    private sealed record SignedRow
    {
        public Guid ApplicationId { get; init; }

        public string State { get; init; } = "";

        public int Guarantors { get; init; }

        public bool IsClosed => Closed.Contains(State);
    }

    private sealed record ClosingRow
    {
        public Guid ApplicationId { get; init; }

        public LocalDate ClosedOn { get; init; }
    }
}
