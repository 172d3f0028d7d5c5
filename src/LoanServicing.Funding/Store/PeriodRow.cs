using LoanServicing.Domain.Journal;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>An accounting period that somebody has asked to close.</summary>
internal sealed record PeriodRow
{
    /// <summary>The request to close it was refused.</summary>
    public const string Open = "open";

    /// <summary>Late items move on already; a second person decides.</summary>
    public const string Closing = "closing";

    public const string Closed = "closed";

    public string Code { get; init; } = "";

    public LocalDate FirstDay { get; init; }

    public LocalDate LastDay { get; init; }

    public string State { get; init; } = "";

    public Guid RequestId { get; init; }

    public string Reason { get; init; } = "";

    public string Maker { get; init; } = "";

    public Instant AskedAt { get; init; }

    public string? Checker { get; init; }

    public Instant? ClosedAt { get; init; }

    /// <summary>The number of the latest entry when it was closed.</summary>
    public long? LastEntry { get; init; }

    public string? TrialBalanceHash { get; init; }

    public long Version { get; init; }

    public static PeriodRow Of(AccountingPeriod period) =>
        new() { Code = period.Code, FirstDay = period.FirstDay, LastDay = period.LastDay, State = Open };
}
