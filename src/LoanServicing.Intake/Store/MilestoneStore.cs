using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Applications;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Intake.Store;

/// <summary>A milestone as recorded.</summary>
internal sealed record MilestoneRow
{
    public Guid ApplicationId { get; init; }

    /// <summary>From 1 within the application, in the order of recording.</summary>
    public int Number { get; init; }

    public Guid LoanId { get; init; }

    /// <summary>One of <see cref="Milestones.Names"/>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The business date on which it was reached or seen.</summary>
    public LocalDate ReachedOn { get; init; }

    public string? Inspector { get; init; }

    /// <summary>What was found.</summary>
    public string? Note { get; init; }

    public string RecordedBy { get; init; } = "";

    public Instant RecordedAt { get; init; }

    /// <summary>The business date of the recording.</summary>
    public LocalDate RecordedOn { get; init; }

    /// <exception cref="InvalidOperationException">The stored kind is none.</exception>
    public Milestone Milestone => Milestones.TryParse(Kind, out var kind)
        ? new Milestone(kind, ReachedOn)
        : throw new InvalidOperationException($"Milestone {Number} of application {ApplicationId} is of no known kind.");
}

internal static class MilestoneStore
{
    /// <summary>How the audit trail names a recording.</summary>
    public const string RecordedAction = "milestone.recorded";

    public const string Columns = "application_id, number, loan_id, kind, reached_on, inspector, note, recorded_by, recorded_at, recorded_on";

    public const string SelectOfApplication = $"select {Columns} from milestone where application_id = @applicationId order by reached_on, number";

    private const string Insert =
        """
        insert into milestone (application_id, number, loan_id, kind, reached_on, inspector, note, recorded_by, recorded_at, recorded_on)
        values (@ApplicationId, @Number, @LoanId, @Kind, @ReachedOn, @Inspector, @Note, @RecordedBy, @RecordedAt, @RecordedOn)
        """;

    private const string UpdateNewest =
        "update newest_milestone set loan_id = @LoanId, kind = @Kind, number = @MilestoneNumber where application_number = @Number";

    private const string InsertNewest =
        """
        insert into newest_milestone (application_number, application_id, loan_id, county, kind, number)
        values (@Number, @ApplicationId, @LoanId, @County, @Kind, @MilestoneNumber)
        """;

    /// <summary>In the order of their dates.</summary>
    public static async Task<IReadOnlyList<MilestoneRow>> OfAsync(UnitOfWork unit, Guid applicationId) =>
        [.. await unit.QueryAsync<MilestoneRow>(SelectOfApplication, new { applicationId })];

    /// <summary>In the order of their dates.</summary>
    public static async Task<IReadOnlyList<MilestoneRow>> OfAsync(DbConnection connection, Guid applicationId) =>
        [.. await connection.QueryAsync<MilestoneRow>(SelectOfApplication, new { applicationId })];

    /// <summary>Adds one, and keeps which one of the loan is the newest. The application's version keeps two at once apart.</summary>
    /// <param name="others">Those of the application that are recorded.</param>
    public static async Task AddAsync(UnitOfWork unit, ApplicationRow application, MilestoneRow row, IEnumerable<MilestoneRow> others)
    {
        await unit.ExecuteAsync(Insert, row);
        if (NewestOf(others.Append(row)) != row)
        {
            return;
        }

        var newest = new { application.Number, row.ApplicationId, row.LoanId, application.County, row.Kind, MilestoneNumber = row.Number };
        if (await unit.ExecuteAsync(UpdateNewest, newest) == 0)
        {
            await unit.ExecuteAsync(InsertNewest, newest);
        }
    }

    /// <summary>The milestone of the latest date, of the loan of which one was recorded last; of two of one date the one recorded later.</summary>
    /// <param name="rows">Of one application, and at least one.</param>
    public static MilestoneRow NewestOf(IEnumerable<MilestoneRow> rows)
    {
        var all = rows.ToList();
        var loan = all.MaxBy(row => row.Number)!.LoanId;
        return all.Where(row => row.LoanId == loan).MaxBy(row => (row.ReachedOn, row.Number))!;
    }
}
