using System.Data.Common;
using Dapper;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Platform.Checks;

/// <summary>Rule R11: what the second person is shown is what the first one asked for, and who decided it and how, as the audit trail has it.</summary>
public static class CheckVerifier
{
    private const string SelectPage = $"select {CheckRequests.Columns} from check_request where request_id > @after order by request_id";

    private const string SelectAudited =
        $"select distinct subject_id from audit where subject_type = '{CheckRequests.SubjectType}' and subject_id > @after order by subject_id";

    private const string SelectKnown = "select request_id from check_request where request_id in @ids";

    public static async Task<RuleFinding> VerifyAsync(DbConnection connection, string service)
    {
        var problems = new List<string>();
        var count = 0L;
        var after = Guid.Empty;
        while (await PageAsync(connection, after) is { Count: > 0 } page)
        {
            count += page.Count;
            var audited = await AuditTrail.OfAsync(connection, CheckRequests.SubjectType, [.. page.Select(Name)]);
            foreach (var request in page)
            {
                problems.AddRange(Problems(request, [.. audited[Name(request)]]).Select(problem => $"{service} check request {Name(request)} {problem}"));
            }

            after = page[^1].RequestId;
        }

        problems.AddRange((await GoneAsync(connection)).Select(id => $"{service} check request {id} is in the audit trail, and its row is gone"));
        return new RuleFinding("R11", count, $"requests to a second person of {service}", problems);
    }

    /// <summary>What was asked for in some requests, as the audit trail has it; its payload is under <c>payload</c>.</summary>
    /// <param name="requestIds">At most <see cref="AuditTrail.SubjectsAtOnce"/>.</param>
    public static async Task<IReadOnlyDictionary<Guid, AuditedDecision>> AskedAsync(DbConnection connection, IEnumerable<Guid> requestIds) =>
        (await AuditTrail.OfAsync(connection, CheckRequests.SubjectType, [.. requestIds.Select(id => id.ToString("D"))]))
        .Select(decisions => decisions.FirstOrDefault(decision => decision.Action.EndsWith(CheckRequests.Asked, StringComparison.Ordinal)))
        .OfType<AuditedDecision>()
        .ToDictionary(decision => Guid.Parse(decision.SubjectId));

    private static async Task<IReadOnlyList<CheckRequest>> PageAsync(DbConnection connection, Guid after) =>
        [.. await connection.QueryAsync<CheckRequest>(connection.First(SelectPage, "@limit"), new { after, limit = AuditTrail.SubjectsAtOnce })];

    private static IEnumerable<string> Problems(CheckRequest request, IReadOnlyList<AuditedDecision> audited)
    {
        if (audited.Count(decision => IsAsAsked(request, decision)) != 1)
        {
            yield return $"does not say what {request.Maker} asked for";
        }

        if (!IsAsDecided(request, audited))
        {
            yield return $"of {request.Maker} is {request.Status} by {request.Checker ?? "nobody"}, and the audit trail does not say so";
        }
    }

    private static bool IsAsAsked(CheckRequest request, AuditedDecision decision) =>
        decision.Action == request.Kind + CheckRequests.Asked && decision.TextAt("payload") == request.Payload
        && decision.Actor == request.Maker && Says(decision, "subjectId", request.SubjectId) && Says(decision, "reason", request.Reason);

    // A request that has become pointless is refused without a decision, by whom its subject was ended.
    private static bool IsAsDecided(CheckRequest request, IReadOnlyList<AuditedDecision> audited)
    {
        var (approved, refused) = (Of(request.Kind + CheckRequests.Approved), Of(request.Kind + CheckRequests.Refused));
        return request.Status switch
        {
            CheckRequest.Waiting => approved.Count + refused.Count == 0 && request.Checker is null,
            CheckRequest.Approved => approved.Count == 1 && refused.Count == 0 && approved[0].Actor == request.Checker && TwoPeople.Are(request.Maker, request.Checker),
            CheckRequest.Refused => approved.Count == 0
                && (refused.Count == 0 || (refused.Count == 1 && refused[0].Actor == request.Checker && TwoPeople.Are(request.Maker, request.Checker) && Says(refused[0], "reason", request.CheckReason))),
            _ => false,
        };

        IReadOnlyList<AuditedDecision> Of(string action) => [.. audited.Where(decision => decision.Action == action)];
    }

    private static bool Says(AuditedDecision decision, string name, string? text) =>
        (decision.TextAt(name) ?? "null") == FactJson.Write(text);

    /// <summary>Requests that the audit trail tells of and that have no row. The text of ids compares as their bytes do.</summary>
    private static async Task<IReadOnlyList<string>> GoneAsync(DbConnection connection)
    {
        var gone = new List<string>();
        for (var after = ""; await AuditedAsync(connection, after) is { Count: > 0 } page; after = page[^1])
        {
            var ids = page.Select(id => Guid.TryParse(id, out var known) ? known : Guid.Empty).ToSqlList();
            var known = (await connection.QueryAsync<Guid>(SelectKnown, new { ids })).Select(id => id.ToString("D")).ToHashSet();
            gone.AddRange(page.Where(id => !known.Contains(id)));
        }

        return gone;
    }

    private static async Task<IReadOnlyList<string>> AuditedAsync(DbConnection connection, string after) =>
        [.. await connection.QueryAsync<string>(connection.First(SelectAudited, "@limit"), new { after, limit = AuditTrail.SubjectsAtOnce })];

    private static string Name(CheckRequest request) => request.RequestId.ToString("D");
}
