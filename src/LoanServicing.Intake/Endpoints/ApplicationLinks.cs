using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Programmes;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;

namespace LoanServicing.Intake.Endpoints;

/// <param name="Rel">What following it does, for instance <c>withdrawal</c>.</param>
public sealed record Link(string Rel, string Method, string Href);

/// <summary>What this caller can do next with an application, by the same table that will decide.</summary>
internal static class ApplicationLinks
{
    private static readonly (ApplicationCommand Command, string Path, string[] Roles)[] Offers =
    [
        (ApplicationCommand.Approve, "approvals", [Roles.Officer, Roles.Supervisor]),
        (ApplicationCommand.Reject, "rejection", [Roles.Officer, Roles.Supervisor]),
        (ApplicationCommand.Return, "return", [Roles.Officer, Roles.Supervisor]),
        (ApplicationCommand.Resubmit, "resubmission", [Roles.Applicant, Roles.Officer, Roles.Supervisor]),
        (ApplicationCommand.Withdraw, "withdrawal", [Roles.Applicant, Roles.Officer, Roles.Supervisor]),
        (ApplicationCommand.SignContract, "contract", [Roles.Officer]),
        (ApplicationCommand.ChangePayoutAccount, "payout-account", [Roles.Officer]),
        (ApplicationCommand.OrderAgain, "disbursement", [Roles.Officer]),
        (ApplicationCommand.Cancel, "cancellation", [Roles.Officer]),
    ];

    public static IReadOnlyList<Link> Of(ApplicationRow row, Caller caller)
    {
        var self = $"{PlatformApplication.ApiPrefix}/applications/{row.ApplicationId}";
        var links = new List<Link> { new("self", "GET", self) };
        links.AddRange(
            from offer in Offers
            where caller.HasAny(offer.Roles) && !ApplicationTable.For(row.Status, offer.Command).IsRefused
            where offer.Command != ApplicationCommand.Approve || row.PendingCheck is null
            select new Link(offer.Path, "POST", $"{self}/{offer.Path}"));
        if (row.PendingCheck is not null && caller.Has(Roles.Supervisor))
        {
            links.Add(new Link("checks", "GET", $"{PlatformApplication.ApiPrefix}/checks"));
        }

        if (row.PaymentAttempt > 0)
        {
            links.Add(new Link("collateral", "GET", $"{self}/collateral"));
        }

        if (row.LoanId is { } loanId)
        {
            links.Add(new Link("loan", "GET", $"{PlatformApplication.ApiPrefix}/loans/{loanId}"));
            links.AddRange(OfMilestones(row, caller, self));
        }

        return links;
    }

    private static IEnumerable<Link> OfMilestones(ApplicationRow row, Caller caller, string self)
    {
        if (row.Tranche != Tranches.Employment || !Milestones.CanBeRecorded(row.Status))
        {
            yield break;
        }

        yield return new Link("milestones", "GET", $"{self}/milestones");
        if (caller.Has(Roles.Officer))
        {
            yield return new Link("milestone", "POST", $"{self}/milestones");
        }
    }
}
