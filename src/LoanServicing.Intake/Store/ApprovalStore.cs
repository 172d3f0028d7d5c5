using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Intake.Store;

/// <summary>Who approved what, and the limit that then said whether one person was enough.</summary>
internal sealed record ApprovalRow
{
    public Guid ApplicationId { get; init; }

    public int Revision { get; init; }

    public Rials Amount { get; init; }

    public int Installments { get; init; }

    public bool Referred { get; init; }

    public Rials OnePersonLimit { get; init; }

    public string ApprovedBy { get; init; } = "";

    public string? SecondPerson { get; init; }

    public string? Reason { get; init; }

    public Instant ApprovedAt { get; init; }

    public LocalDate ApprovedOn { get; init; }
}

internal static class ApprovalStore
{
    public const string Columns =
        """
        application_id, revision, amount, installments, referred, one_person_limit, approved_by, second_person, reason, approved_at, approved_on
        """;

    public const string SelectAll = $"select {Columns} from approval order by application_id";

    private const string Insert =
        """
        insert into approval (application_id, revision, amount, installments, referred, one_person_limit, approved_by, second_person, reason,
          approved_at, approved_on)
        values (@ApplicationId, @Revision, @Amount, @Installments, @Referred, @OnePersonLimit, @ApprovedBy, @SecondPerson, @Reason,
          @ApprovedAt, @ApprovedOn)
        """;

    private const string SelectLatestDay = "select max(approved_on) from approval where application_id = @applicationId";

    /// <summary>The business date of the approval that stands; null when there is none.</summary>
    public static Task<LocalDate?> LatestDayAsync(UnitOfWork unit, Guid applicationId) =>
        unit.QuerySingleAsync<LocalDate?>(SelectLatestDay, new { applicationId });

    public static Task AddAsync(UnitOfWork unit, ApprovalRow row) => unit.ExecuteAsync(Insert, row);
}
