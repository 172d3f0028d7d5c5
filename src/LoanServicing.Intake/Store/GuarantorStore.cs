using System.Data.Common;
using Dapper;

namespace LoanServicing.Intake.Store;

/// <summary>Who stands for a loan, as the signed contract names them.</summary>
internal sealed record GuarantorRow
{
    public string NationalId { get; init; } = "";

    public string FullName { get; init; } = "";

    public string Mobile { get; init; } = "";
}

internal static class GuarantorStore
{
    private const string SelectOfApplication =
        "select national_id, full_name, mobile from guarantor where application_id = @applicationId order by number";

    public static async Task<IReadOnlyList<GuarantorRow>> OfAsync(DbConnection connection, Guid applicationId) =>
        [.. await connection.QueryAsync<GuarantorRow>(SelectOfApplication, new { applicationId })];
}
