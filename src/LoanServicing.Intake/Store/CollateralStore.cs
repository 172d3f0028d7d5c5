using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Intake.Store;

/// <summary>One document that was pledged at the signing of a contract.</summary>
internal sealed record CollateralRow
{
    public Guid ApplicationId { get; init; }

    /// <summary>From 1 within the contract.</summary>
    public int Number { get; init; }

    public string Kind { get; init; } = "";

    public string DocumentNumber { get; init; } = "";

    public Rials Amount { get; init; }

    /// <summary>The business date on which its application was closed, so that it may be handed back; null while it stands for the loan.</summary>
    public LocalDate? ReleasableOn { get; init; }

    /// <summary>The business date on which it was handed back; null while the bank holds it.</summary>
    public LocalDate? ReleasedOn { get; init; }

    public string? HandedTo { get; init; }

    public string? ReleaseReason { get; init; }

    public CollateralItem Item => new(Kind, DocumentNumber, Amount);

    public bool CanBeReleased => ReleasableOn is not null && ReleasedOn is null;
}

/// <summary>What is pledged, from the signing of the contract to its handing back.</summary>
internal static class CollateralStore
{
    /// <summary>How the audit trail names a handing back.</summary>
    public const string ReleasedAction = "collateral.released";

    public const string Columns = "application_id, number, kind, document_number, amount, releasable_on, released_on, handed_to, release_reason";

    public const string SelectOfApplication = $"select {Columns} from collateral where application_id = @applicationId order by number";

    private const string CountHeldOfDocument =
        "select count(*) from collateral where kind = @Kind and document_number = @Number and released_on is null";

    private const string CountPledge =
        "update document_counter set pledges = pledges + 1 where kind = @Kind and document_number = @Number";

    private const string BeginCounter = "insert into document_counter (kind, document_number, pledges) values (@Kind, @Number, 1)";

    private const string SetReleasable =
        """
        update collateral set releasable_on = @date
        where application_id = @applicationId and releasable_on is null and released_on is null
        """;

    private const string SetPledged =
        "update collateral set releasable_on = null where application_id = @applicationId and released_on is null";

    private const string SetReleased =
        """
        update collateral set released_on = @date, handed_to = @handedTo, release_reason = @reason
        where application_id = @applicationId and releasable_on is not null and released_on is null
        """;

    public static async Task<IReadOnlyList<CollateralRow>> OfAsync(UnitOfWork unit, Guid applicationId) =>
        [.. await unit.QueryAsync<CollateralRow>(SelectOfApplication, new { applicationId })];

    public static async Task<IReadOnlyList<CollateralRow>> OfAsync(DbConnection connection, Guid applicationId) =>
        [.. await connection.QueryAsync<CollateralRow>(SelectOfApplication, new { applicationId })];

    /// <summary>
    /// Counts one more pledge of a document, and says whether the bank holds it for another loan. The counter's row keeps two signings at once apart:
    /// the second one waits on it, and sees what the first one has pledged.
    /// </summary>
    public static async Task<bool> CountAsync(UnitOfWork unit, CollateralItem item)
    {
        if (await unit.ExecuteAsync(CountPledge, item) == 0)
        {
            await unit.ExecuteAsync(BeginCounter, item);
        }

        return await unit.QuerySingleAsync<long>(CountHeldOfDocument, item) > 0;
    }

    /// <summary>The application is closed: what the bank still holds may be handed back from this business date on.</summary>
    public static Task LetGoAsync(UnitOfWork unit, Guid applicationId, LocalDate date) =>
        unit.ExecuteAsync(SetReleasable, new { applicationId, date });

    /// <summary>The loan is owed again: what was not handed back yet stands for it as before.</summary>
    public static Task PledgeAgainAsync(UnitOfWork unit, Guid applicationId) => unit.ExecuteAsync(SetPledged, new { applicationId });

    /// <summary>Hands back all that may be, on a business date.</summary>
    public static Task ReleaseAsync(UnitOfWork unit, Guid applicationId, LocalDate date, string handedTo, string? reason) =>
        unit.ExecuteAsync(SetReleased, new { applicationId, date, handedTo, reason });
}
