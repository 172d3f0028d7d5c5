using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging;
using NodaTime;

namespace LoanServicing.Platform.Checks;

/// <summary>What a maker's POST answers: 202 with the id of the request that now waits for a second person.</summary>
public sealed record CheckAsked(Guid RequestId);

/// <summary>The requests that wait for a second person, in the database of the service that will carry them out.</summary>
public static class CheckRequests
{
    /// <summary>How the audit trail names a request.</summary>
    internal const string SubjectType = "check";

    /// <summary>What follows a kind's name when somebody asks.</summary>
    internal const string Asked = ".asked";

    /// <summary>What follows it when another has decided.</summary>
    internal const string Approved = ".approved";

    internal const string Refused = ".refused";

    internal const string Columns =
        "request_id, kind, subject_id, county, person, payload, reason, maker, made_at, business_date, status, checker, check_reason";

    private const string Insert =
        """
        insert into check_request (request_id, kind, subject_id, county, person, payload, reason, maker, made_at, business_date, status)
        values (@RequestId, @Kind, @SubjectId, @County, @Person, @Payload, @Reason, @Maker, @MadeAt, @BusinessDate, @Status)
        """;

    private const string Decide =
        """
        update check_request set status = @status, checker = @checker, check_reason = @reason
        where request_id = @requestId and status = 'waiting'
        """;

    internal const string SelectWaiting = $"select {Columns} from check_request where status = 'waiting' order by made_at, request_id";

    private const string CountWaiting = "select count(*) from check_request where kind = @kind and subject_id = @subjectId and status = 'waiting'";

    private const string SelectOne = $"select {Columns} from check_request where request_id = @requestId";

    /// <summary>Keeps what <paramref name="maker"/> asks for until somebody else decides it.</summary>
    public static async Task<Guid> AskAsync(
        UnitOfWork unit, string kind, CheckSubject about, object payload, string? reason, Caller maker, LocalDate businessDate)
    {
        var request = new CheckRequest
        {
            RequestId = Guid.CreateVersion7(),
            Kind = kind,
            SubjectId = about.Id,
            County = about.County,
            Person = about.Person,
            Payload = FactJson.Write(payload),
            Reason = reason,
            Maker = maker.Subject,
            MadeAt = unit.Now,
            BusinessDate = businessDate,
            Status = CheckRequest.Waiting,
        };
        await unit.ExecuteAsync(Insert, request);
        unit.Record(new AuditEntry(
            maker.Subject, kind + Asked, SubjectType, request.RequestId.ToString("D"), businessDate, new { subjectId = about.Id, reason, payload }));
        return request.RequestId;
    }

    /// <summary>Whether a request of the kind about the same subject waits.</summary>
    public static async Task<bool> IsWaitingAsync(UnitOfWork unit, string kind, string subjectId) =>
        await unit.QuerySingleAsync<long>(CountWaiting, new { kind, subjectId }) > 0;

    /// <summary>Ends a waiting request that has become pointless, for instance because its application was withdrawn.</summary>
    public static Task WithdrawAsync(UnitOfWork unit, Guid requestId, string actor, string reason) =>
        unit.ExecuteAsync(Decide, new { requestId, status = CheckRequest.Refused, checker = actor, reason });

    internal static Task<CheckRequest?> FindAsync(UnitOfWork unit, Guid requestId) =>
        unit.QuerySingleOrDefaultAsync<CheckRequest>(SelectOne, new { requestId });

    /// <exception cref="ConcurrentChangeException">Somebody else has decided it.</exception>
    internal static async Task DecideAsync(UnitOfWork unit, Guid requestId, string status, string checker, string? reason)
    {
        if (await unit.ExecuteAsync(Decide, new { requestId, status, checker, reason }) == 0)
        {
            throw new ConcurrentChangeException($"The request {requestId:D}");
        }
    }
}
