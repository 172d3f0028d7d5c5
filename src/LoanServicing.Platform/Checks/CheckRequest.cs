using LoanServicing.Platform.Messaging;
using NodaTime;

namespace LoanServicing.Platform.Checks;

/// <summary>What one person asks another to carry out (contract.md, maker and checker).</summary>
public sealed record CheckRequest
{
    public const string Waiting = "waiting";
    public const string Approved = "approved";
    public const string Refused = "refused";

    public Guid RequestId { get; init; }

    public string Kind { get; init; } = "";

    public string SubjectId { get; init; } = "";

    /// <summary>What was asked for, as JSON.</summary>
    public string Payload { get; init; } = "";

    public string? Reason { get; init; }

    public string Maker { get; init; } = "";

    public Instant MadeAt { get; init; }

    public LocalDate BusinessDate { get; init; }

    public string Status { get; init; } = "";

    public string? Checker { get; init; }

    public Instant? CheckedAt { get; init; }

    public string? CheckReason { get; init; }

    public T PayloadAs<T>() => FactJson.Read<T>(Payload);
}
