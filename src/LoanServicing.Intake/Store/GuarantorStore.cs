using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;

namespace LoanServicing.Intake.Store;

/// <summary>Who stands for a loan, as the signed contract names them.</summary>
internal sealed record GuarantorRow
{
    public string NationalId { get; init; } = "";

    public string FullName { get; init; } = "";

    public string Mobile { get; init; } = "";
}

/// <summary>A loan that somebody guarantees and that is not closed, with the principal of its contract.</summary>
internal sealed record GuaranteedLoan
{
    public Guid ApplicationId { get; init; }

    public string TrackingCode { get; init; } = "";

    public string State { get; init; } = "";

    public string County { get; init; } = "";

    public string Tranche { get; init; } = "";

    public Rials Principal { get; init; }
}

internal static class GuarantorStore
{
    private const string SelectOfApplication =
        "select national_id, full_name, mobile from guarantor where application_id = @applicationId order by number";

    private const string SelectGuaranteed =
        """
        select a.application_id, a.tracking_code, a.state, a.county, a.tranche, c.principal from guarantor g
        join application a on a.application_id = g.application_id
        join contract c on c.application_id = g.application_id
        where g.national_id = @nationalId and a.state not in @closed order by a.number
        """;

    private const string CountGuaranteed =
        """
        select count(*) from guarantor g join application a on a.application_id = g.application_id
        where g.national_id = @nationalId and a.state not in @closed
        """;

    private const string CountGuarantee = "update guarantor_counter set guarantees = guarantees + 1 where national_id = @nationalId";

    private const string BeginCounter = "insert into guarantor_counter (national_id, guarantees) values (@nationalId, 1)";

    private static readonly string[] Closed = [.. ApplicationStates.Closed.Select(state => state.ToString())];

    public static async Task<IReadOnlyList<GuarantorRow>> OfAsync(DbConnection connection, Guid applicationId) =>
        [.. await connection.QueryAsync<GuarantorRow>(SelectOfApplication, new { applicationId })];

    /// <summary>The loans that a person guarantees and that are not closed, the oldest application first.</summary>
    public static async Task<IReadOnlyList<GuaranteedLoan>> GuaranteedByAsync(DbConnection connection, string nationalId) =>
        [.. await connection.QueryAsync<GuaranteedLoan>(SelectGuaranteed, new { nationalId, closed = Closed })];

    /// <summary>
    /// Counts one more guarantee of a person, and says how many loans that are not closed the person guaranteed before it. The counter's row keeps two
    /// signings at once apart, as with <see cref="CollateralStore.CountAsync"/>.
    /// </summary>
    public static async Task<long> CountAsync(UnitOfWork unit, string nationalId)
    {
        if (await unit.ExecuteAsync(CountGuarantee, new { nationalId }) == 0)
        {
            await unit.ExecuteAsync(BeginCounter, new { nationalId });
        }

        return await unit.QuerySingleAsync<long>(CountGuaranteed, new { nationalId, closed = Closed });
    }
}
