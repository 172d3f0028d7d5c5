using LoanServicing.Platform.Data;

namespace LoanServicing.Intake.Store;

/// <summary>Where the guarantors of a contract are reached.</summary>
internal static class GuarantorMobiles
{
    private const string Select = "select number, mobile from guarantor where application_id = @applicationId order by number";

    public static Task<IEnumerable<GuarantorMobile>> OfAsync(UnitOfWork unit, Guid applicationId) =>
        unit.QueryAsync<GuarantorMobile>(Select, new { applicationId });
}

internal sealed record GuarantorMobile
{
    public int Number { get; init; }

    public string? Mobile { get; init; }
}
