using System.Data.Common;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace LoanServicing.Intake.Endpoints;

/// <summary><c>GET /applications/{id}/collateral</c>: what is pledged and who stands for the loan.</summary>
internal static class ReadCollateral
{
    public static async Task<IResult> HandleAsync(HttpContext http, string id)
    {
        var caller = Caller.Of(http);
        var found = await http.Database(IntakeService.Name).ReadAsync(connection => LoadAsync(connection, id), http.RequestAborted);
        if (ApplicationAccess.ForReading(caller, found?.Row) is { } denied)
        {
            return ApiResults.Problem(denied);
        }

        var view = View(found!, caller);
        return Lists.Of(http, view, view.Items, null);
    }

    private static async Task<Found?> LoadAsync(DbConnection connection, string id) => await ApplicationStore.FindAsync(connection, id) is { } row
        ? new Found(row, await CollateralStore.OfAsync(connection, row.ApplicationId), await GuarantorStore.OfAsync(connection, row.ApplicationId))
        : null;

    private static CollateralView View(Found found, Caller caller)
    {
        var row = found.Row;
        var inFull = caller.MaySeeCounty(row.County) && caller.HasAny(Roles.Officer, Roles.Supervisor, Roles.Auditor);
        var withMobile = inFull && caller.HasAny(Roles.Officer, Roles.Supervisor);
        return new CollateralView(
            row.ApplicationId, row.LoanId, [.. found.Collateral.Select(Item)],
            [.. found.Guarantors.Select(one => Guarantor(one, inFull, withMobile))], Links(found, caller));
    }

    private static CollateralItemView Item(CollateralRow row) => new(
        row.Kind, row.DocumentNumber, row.Amount, row.ReleasedOn is null ? CollateralItemView.Pledged : CollateralItemView.Released,
        row.ReleasableOn, row.ReleasableOn.ToPersian(), row.ReleasedOn, row.ReleasedOn.ToPersian(), row.HandedTo, row.ReleaseReason);

    private static GuarantorView Guarantor(GuarantorRow row, bool inFull, bool withMobile) =>
        new(inFull ? row.NationalId : NationalId.TryParse(row.NationalId, out var id) ? id.Masked : "", row.FullName, withMobile ? row.Mobile : null);

    private static IReadOnlyList<Link> Links(Found found, Caller caller)
    {
        var self = $"{PlatformApplication.ApiPrefix}/applications/{found.Row.ApplicationId}/collateral";
        var links = new List<Link> { new("self", "GET", self) };
        if (caller.Has(Roles.Officer) && found.Collateral.Any(row => row.CanBeReleased))
        {
            links.Add(new Link("release", "POST", $"{self}/release"));
        }

        return links;
    }

    private sealed record Found(ApplicationRow Row, IReadOnlyList<CollateralRow> Collateral, IReadOnlyList<GuarantorRow> Guarantors);
}
