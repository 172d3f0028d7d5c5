using System.Data.Common;
using Dapper;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Platform.Checks;

/// <summary>Rule R11: what the second person is shown is what the first one asked for, as the audit trail has it.</summary>
public static class CheckVerifier
{
    private const string SelectPage = $"select {CheckRequests.Columns} from check_request where request_id > @after order by request_id";

    public static async Task<RuleFinding> VerifyAsync(DbConnection connection, string service)
    {
        var problems = new List<string>();
        var count = 0L;
        var after = Guid.Empty;
        while (await PageAsync(connection, after) is { Count: > 0 } page)
        {
            count += page.Count;
            var audited = await AuditTrail.OfAsync(connection, CheckRequests.SubjectType, [.. page.Select(Name)]);
            problems.AddRange(page.Where(request => !IsAsAsked(request, audited[Name(request)])).Select(request =>
                $"{service} check request {Name(request)} does not say what {request.Maker} asked for"));
            after = page[^1].RequestId;
        }

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

    private static bool IsAsAsked(CheckRequest request, IEnumerable<AuditedDecision> audited) =>
        audited.Count(decision => decision.Action == request.Kind + CheckRequests.Asked && decision.TextAt("payload") == request.Payload) == 1;

    private static string Name(CheckRequest request) => request.RequestId.ToString("D");
}
