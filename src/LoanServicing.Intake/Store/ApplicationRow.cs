using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Eligibility;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Intake.Store;

/// <summary>An application as stored: what the applicant said, and how far it has come.</summary>
internal sealed record ApplicationRow : ApplicationContent
{
    public ApplicationRow()
    {
    }

    public ApplicationRow(ApplicationContent content)
        : base(content)
    {
    }

    /// <summary>Order of arrival; set by the database.</summary>
    public long Number { get; init; }

    public Guid ApplicationId { get; init; }

    /// <summary>Nine digits without dashes.</summary>
    public string TrackingCode { get; init; } = "";

    public int Version { get; init; }

    /// <summary>Facts of this application published so far.</summary>
    public long FactSequence { get; init; }

    public string State { get; init; } = "";

    public int Revision { get; init; }

    public int SubmissionNumber { get; init; }

    public string EnteredBy { get; init; } = "";

    public Instant SubmittedAt { get; init; }

    public LocalDate SubmittedOn { get; init; }

    /// <summary>Of the revision that stands; null while it is being assessed.</summary>
    public string? Outcome { get; init; }

    public Rials? ApprovedAmount { get; init; }

    public int? ApprovedInstallments { get; init; }

    /// <summary>The request that waits for a second person.</summary>
    public Guid? PendingCheck { get; init; }

    public int ReservationRound { get; init; }

    public Rials? AlaviShare { get; init; }

    public Rials? SinaShare { get; init; }

    /// <summary>The business date of the last reservation of funds; null before the first.</summary>
    public LocalDate? ReservedOn { get; init; }

    public int PaymentAttempt { get; init; }

    /// <summary>A payment came back: its funds were released and must be reserved anew.</summary>
    public bool FundsReleased { get; init; }

    public Guid? LoanId { get; init; }

    /// <summary>Of the last fact heard about that loan; null before it opened, and where it was heard of before this was kept.</summary>
    public long? LoanSequence { get; init; }

    /// <summary>The value date of the payment of that loan; null without one.</summary>
    public LocalDate? PaidOutOn { get; init; }

    public ApplicationState Status => Enum.Parse<ApplicationState>(State);

    public bool IsReferred => Outcome == EligibilityOutcomes.Refer;

    /// <summary>The amount in force, in rials: as approved, before that as asked for.</summary>
    public Rials CurrentAmount => ApprovedAmount ?? Amount;

    public int CurrentInstallments => ApprovedInstallments ?? Installments;

    public Borrower Borrower => new(NationalId, FullName, County, Tranche);

    /// <exception cref="InvalidOperationException">No funds have been reserved yet.</exception>
    public FunderShares Shares => AlaviShare is { } alavi && SinaShare is { } sina
        ? new FunderShares(alavi, sina)
        : throw new InvalidOperationException($"Application {ApplicationId} has no reserved shares.");
}
