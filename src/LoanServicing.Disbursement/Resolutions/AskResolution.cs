using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LoanServicing.Disbursement.Resolutions;

/// <summary><c>POST /payment-orders/{id}/resolution</c>: the maker's half of settling an order by what the bank says in writing.</summary>
internal static class AskResolution
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ResolutionRequest>("/payment-orders/{id}/resolution", DisbursementService.Name, KeyPolicy.Required, AskAsync)
            .Allow(Roles.Finance)
            .WithName("ResolvePaymentOrder")
            .WithSummary("Settles an order that the bank's files left open by what the bank says in writing; another finance subject checks it")
            .Produces<CheckAsked>(StatusCodes.Status202Accepted).Refuses(409);

    internal static async Task<Answer> AskAsync(CommandContext command)
    {
        var unit = command.Unit;
        var order = command.RouteId("id") is { } id ? await PaymentOrderStore.FindAsync(unit, id) : null;
        if (Denied(command.Caller, order) is { } denied)
        {
            return denied;
        }

        var said = ResolutionRequest.Read(command.Body);
        if (command.Body.Problem is { } malformed)
        {
            return malformed;
        }

        // Whatever state the order is in, this cannot be right.
        if (said.Amount is { } amount && amount != order!.Amount)
        {
            return ResolutionProblems.Of(BankAnswerProblem.AmountDiffers, order.State);
        }

        var earlier = await ResolutionStore.OfOrderAsync(unit, order!.OrderId);
        var decision = await ResolutionDecision.OfAsync(unit, order, said, command.BusinessDate);
        if (Repeated(earlier, said, nothingIsOpen: decision.Unsettled.Count == 0) is { } known)
        {
            return Answer.Accepted(new CheckAsked(known.RequestId));
        }

        if (earlier.Any(row => row.Status == ResolutionRow.Waiting))
        {
            return ResolutionProblems.OneWaits(order.State);
        }

        return decision.Problem ?? Answer.Accepted(new CheckAsked(await KeepAsync(command, order, said, decision)));
    }

    private static async Task<Guid> KeepAsync(CommandContext command, PaymentOrderRow order, ResolutionRow said, ResolutionDecision decision)
    {
        var requestId = await CheckRequests.AskAsync(
            command.Unit,
            ResolveOrder.CheckName,
            new CheckSubject(order.OrderId.ToString("D"), order.County, order.NationalId),
            ResolutionAsked.Of(said),
            said.Reason,
            command.Caller,
            command.BusinessDate);
        await ResolutionStore.AddAsync(command.Unit, said with
        {
            RequestId = requestId,
            OrderId = order.OrderId,
            Maker = command.Caller.Subject,
            AskedAt = command.Unit.Now,
            OrderVersion = order.Version,
            LastAnswer = decision.Unsettled.Count == 0 ? 0 : decision.Unsettled[^1].Number,
        });
        return requestId;
    }

    /// <summary>The same word told again, before its second person has decided or while nothing has come up since (rule R8).</summary>
    private static ResolutionRow? Repeated(IReadOnlyList<ResolutionRow> earlier, ResolutionRow said, bool nothingIsOpen) =>
        earlier.LastOrDefault() is { } last && last.SaysTheSame(said) && (last.Status == ResolutionRow.Waiting || nothingIsOpen) ? last : null;

    private static ApiProblem? Denied(Caller caller, PaymentOrderRow? order)
    {
        if (order is null)
        {
            return ResolutionProblems.NoSuchOrder;
        }

        if (!caller.MaySeeCounty(order.County))
        {
            return ApiProblem.OutsideCounties;
        }

        return caller.IsPerson(order.NationalId) ? ResolutionProblems.OwnOrder : null;
    }
}
