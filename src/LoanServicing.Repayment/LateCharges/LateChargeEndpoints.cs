using LoanServicing.Domain;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Http;
using LoanServicing.Repayment.Endpoints;
using LoanServicing.Repayment.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LoanServicing.Repayment.LateCharges;

/// <summary>A cost of lateness, or the waiver of what is unpaid of such charges.</summary>
/// <param name="Kind"><c>cost</c> or <c>waiver</c>.</param>
/// <param name="AmountRials">cost: what recovering the loan has really cost; all costs of a loan together are at most its principal. A waiver has none.</param>
/// <param name="Reason">For instance the bill; kept in the audit trail.</param>
public sealed record LateChargeRequest(string Kind, Rials? AmountRials, string Reason)
{
    public const string Cost = "cost";

    public const string Waiver = "waiver";

    private const int LongestReason = 500;

    internal static (LateDecisionKind Kind, Rials Amount, string Reason) Read(RequestBody body)
    {
        var kind = body.RequiredText("kind");
        if (kind is not (Cost or Waiver) && !body.IsWrong("kind"))
        {
            body.AddError("kind", "late.kind-unknown", "cost or waiver is expected.", "مقدار cost (هزینهٔ وصول) یا waiver (بخشودگی) لازم است.");
        }

        var amount = kind == Cost ? body.RequiredRials("amountRials") : Rials.Zero;
        if (kind == Waiver && body.Has("amountRials"))
        {
            body.AddError("amountRials", "late.waiver-amount", "A waiver forgives all that is unpaid; leave the amount out.", "بخشودگی همهٔ مبلغ پرداخت‌نشده را در بر می‌گیرد؛ مبلغ را ننویسید.");
        }

        return (kind == Cost ? LateDecisionKind.Cost : LateDecisionKind.Waiver, amount, body.RequiredText("reason", LongestReason));
    }
}

/// <summary><c>POST /loans/{id}/late-charges</c>, the maker's half of a decision about what lateness costs, and <c>GET</c>, what was decided.</summary>
internal static class LateChargeEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapCommand<LateChargeRequest>("/loans/{id}/late-charges", RepaymentService.Name, KeyPolicy.Required, AskAsync)
            .Allow(Roles.Officer)
            .WithName("ChargeLateness")
            .WithSummary("Asks that a cost of recovering the loan be charged, or that unpaid charges for lateness be waived; a supervisor checks it")
            .Produces<CheckAsked>(StatusCodes.Status202Accepted).Refuses(409);
        api.MapGet("/loans/{id}/late-charges", (HttpContext http, string id, CancellationToken cancel) => ListAsync(http, id, cancel))
            .Allow(LoanAccess.Callers).WithName("GetLateCharges")
            .WithSummary("What lateness costs on the loan and has come to, with each decision; why and by whom, for staff")
            .Produces<LateChargePage>().ShowsCsv();
    }

    private static async Task<Answer> AskAsync(CommandContext c)
    {
        var (kind, amount, reason) = LateChargeRequest.Read(c.Body);
        if (c.Body.Problem is { } malformed)
        {
            return malformed;
        }

        if (c.RouteId("id") is not { } id || await LoanStore.FindAsync(c.Unit, id) is not { } row)
        {
            return LoanAccess.NoSuchLoan;
        }

        var loan = row.ToLoan(c.Service<LoanCalendar>());
        var unpaid = loan.LateDue(c.BusinessDate);
        var decision = new LateDecision(kind, c.BusinessDate, kind == LateDecisionKind.Waiver ? unpaid : amount);
        if ((LoanAccess.RefuseStaff(c.Caller, row) ?? LateDecisions.Refuse(row, loan, decision)) is { } refusal)
        {
            return refusal;
        }

        if (await CheckRequests.IsWaitingAsync(c.Unit, DecideLateCharge.CheckName, row.Id.ToString("D")))
        {
            return OneWaits;
        }

        var asked = new LateChargeAsked(row.Id, kind, amount, unpaid, row.Version);
        return Answer.Accepted(new CheckAsked(await CheckRequests.AskAsync(
            c.Unit, DecideLateCharge.CheckName, new CheckSubject(row.Id.ToString("D"), row.County, row.NationalId), asked, reason, c.Caller, c.BusinessDate)));
    }

    /// <summary>Asked twice by a client that lost the first answer, a bill would be charged twice.</summary>
    private static ApiProblem OneWaits { get; } = new(409, "late.decision-waits", new Bilingual(
        "A decision about the lateness of this loan waits for a supervisor already.", "یک تصمیم دربارهٔ تأخیر این تسهیلات در انتظار تأیید سرپرست است."));

    private static Task<IResult> ListAsync(HttpContext http, string id, CancellationToken cancel) =>
        LoanRead.RunAsync(http, id, cancel, async reading =>
        {
            var loan = reading.Row.ToLoan(http.RequestServices.GetRequiredService<LoanCalendar>());
            var rows = await LateChargeStore.OfLoanAsync(reading.Connection, reading.Row.Id);
            var page = LateChargePage.Of(reading.Row, loan, rows, reading.Today, LoanAccess.IsReader(reading.Caller));
            return Lists.Of(http, page, page.Items, page.NextCursor);
        });
}
