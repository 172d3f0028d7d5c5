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
using NodaTime;

namespace LoanServicing.Repayment.WriteOffs;

/// <summary>Why a loan is given up for lost.</summary>
public sealed record WriteOffRequest(string Reason);

/// <summary>What waits for the checker: the loss as it stood when it was asked for.</summary>
internal sealed record WriteOffAsked(Guid LoanId, Rials OutstandingRials, FunderAmounts Funders, Rials FeeDueRials, Rials LateChargesRials = default);

/// <summary><c>POST /loans/{id}/write-off</c>: the maker's half.</summary>
internal static class AskWriteOff
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<WriteOffRequest>("/loans/{id}/write-off", RepaymentService.Name, KeyPolicy.Required, AskAsync)
            .Allow(Roles.Officer)
            .WithName("WriteOffLoan")
            .WithSummary("Asks that all that is outstanding be written off, each funder its part; a supervisor checks it")
            .Produces<CheckAsked>(StatusCodes.Status202Accepted).Refuses(409);

    private static ApiProblem OneWaits { get; } = new(409, "loan.write-off-waits", new Bilingual(
        "The write-off of this loan waits for a supervisor already.", "سوخت این تسهیلات در انتظار تأیید سرپرست است."));

    public static ApiProblem? Refuse(LoanRow row, Loan loan, LocalDate businessDate)
    {
        if (loan.Standing.LatestValueDate > businessDate)
        {
            return LoanAccess.ReceiptAhead;
        }

        if (LoanTransitions.Of(loan.State, LoanTrigger.WriteOff).Verdict == LoanVerdict.Apply)
        {
            return loan.Outstanding.IsPositive ? null : new ApiProblem(409, "loan.nothing-outstanding", new Bilingual(
                "No principal is outstanding; there is nothing to write off.", "اصل تسهیلات مانده‌ای برای سوخت‌کردن ندارد."));
        }

        return ApiProblem.WrongState("loan.not-active", row.Status, new Bilingual(
            "Only an active loan can be written off.", "تنها تسهیلات جاری را می‌توان سوخت کرد."));
    }

    private static async Task<Answer> AskAsync(CommandContext c)
    {
        var reason = c.Body.RequiredText("reason", 500);
        if (c.Body.Problem is { } malformed)
        {
            return malformed;
        }

        if (c.RouteId("id") is not { } id || await LoanStore.FindAsync(c.Unit, id) is not { } row)
        {
            return LoanAccess.NoSuchLoan;
        }

        var loan = row.ToLoan(c.Service<LoanCalendar>());
        if ((LoanAccess.RefuseStaff(c.Caller, row) ?? Refuse(row, loan, c.BusinessDate)) is { } refusal)
        {
            return refusal;
        }

        if (await CheckRequests.IsWaitingAsync(c.Unit, WriteOffLoan.CheckName, row.Id.ToString("D")))
        {
            return OneWaits;
        }

        var asked = new WriteOffAsked(row.Id, loan.Outstanding, FunderAmounts.Of(loan.OutstandingShares), loan.FeeDue(c.BusinessDate), loan.LateDue(c.BusinessDate));
        return Answer.Accepted(new CheckAsked(await CheckRequests.AskAsync(
            c.Unit, WriteOffLoan.CheckName, new CheckSubject(row.Id.ToString("D"), row.County, row.NationalId), asked, reason, c.Caller, c.BusinessDate)));
    }
}
