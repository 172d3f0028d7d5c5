using System.Data.Common;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LoanServicing.Intake.Endpoints;

/// <summary><c>GET /guarantors/{nationalId}/exposure</c>: the open loans that a person stands for, and the person's own applications.</summary>
internal static class ReadExposure
{
    public static async Task<IResult> HandleAsync(HttpContext http, string nationalId)
    {
        if (!NationalId.TryParse(nationalId, out var person))
        {
            return ApiResults.Problem(ApiProblem.Malformed("nationalId", "identity.national-id", new(
                "This is not a national id: ten digits with the right check digit are expected.",
                "کد ملی درست نیست: ده رقم با رقم کنترل درست لازم است.")));
        }

        var found = await http.Database(IntakeService.Name).ReadAsync(connection => LoadAsync(connection, person.Value), http.RequestAborted);
        var most = http.RequestServices.GetRequiredService<Programme>().MostGuaranteedLoans;
        return ApiResults.Ok(View(person.Value, found, most, Caller.Of(http)));
    }

    private static async Task<Found> LoadAsync(DbConnection connection, string nationalId) =>
        new(await GuarantorStore.GuaranteedByAsync(connection, nationalId), await ApplicationStore.OpenOfAsync(connection, nationalId));

    private static ExposureView View(string nationalId, Found found, int most, Caller caller)
    {
        var loans = found.Guaranteed.Where(loan => caller.MaySeeCounty(loan.County)).ToList();
        var own = found.Own.Where(row => caller.MaySeeCounty(row.County)).ToList();
        return new ExposureView(
            nationalId, most > 0 ? most : null, found.Guaranteed.Count, found.Guaranteed.Select(loan => loan.Principal).Sum(), found.Guaranteed.Count - loans.Count,
            [.. loans.Select(loan => Item(loan.ApplicationId, loan.TrackingCode, loan.State, loan.County, loan.Tranche, loan.Principal))],
            [.. own.Select(row => Item(row.ApplicationId, row.TrackingCode, row.State, row.County, row.Tranche, row.CurrentAmount))],
            found.Own.Count - own.Count);
    }

    private static ExposedApplication Item(Guid id, string trackingCode, string state, string county, string tranche, Rials amount)
    {
        _ = TrackingCode.TryParse(trackingCode, out var code);
        return new ExposedApplication(id, code.ToString(), Enum.Parse<ApplicationState>(state), county, tranche, amount);
    }

    private sealed record Found(IReadOnlyList<GuaranteedLoan> Guaranteed, IReadOnlyList<ApplicationRow> Own);
}
