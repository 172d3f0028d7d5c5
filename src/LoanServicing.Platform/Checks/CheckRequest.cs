using LoanServicing.Platform.Messaging;
using NodaTime;

namespace LoanServicing.Platform.Checks;

/// <summary>What a request is about.</summary>
/// <param name="Id">For instance the application's id.</param>
/// <param name="County">Only staff of the county see and decide the request; null for what belongs to no county.</param>
/// <param name="Person">The national id of the person it is about, who does not decide it as a member of staff; null for nobody.</param>
public sealed record CheckSubject(string Id, string? County = null, string? Person = null);

/// <summary>What one person asks another to carry out (contract.md, maker and checker).</summary>
public sealed record CheckRequest
{
    public const string Waiting = "waiting";
    public const string Approved = "approved";
    public const string Refused = "refused";

    public Guid RequestId { get; init; }

    public string Kind { get; init; } = "";

    public string SubjectId { get; init; } = "";

    /// <summary>Where that lies; null for what belongs to no county.</summary>
    public string? County { get; init; }

    /// <summary>The national id of the person it is about, who may not decide it; null for nobody.</summary>
    public string? Person { get; init; }

    /// <summary>What was asked for, as JSON.</summary>
    public string Payload { get; init; } = "";

    public string? Reason { get; init; }

    public string Maker { get; init; } = "";

    public Instant MadeAt { get; init; }

    public LocalDate BusinessDate { get; init; }

    public string Status { get; init; } = "";

    public string? Checker { get; init; }

    public string? CheckReason { get; init; }

    public T PayloadAs<T>() => FactJson.Read<T>(Payload);
}
