using LoanServicing.Contracts;
using LoanServicing.Disbursement.Inbox;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using NodaTime;

namespace LoanServicing.Disbursement.Resolutions;

/// <summary>
/// What a resolution would do to its order as it stands: what the line of a bank file would do, with one difference. The booking of a refused
/// order, of which a file line can only say that it contradicts, is taken as the payment of the order that is held back because of it.
/// </summary>
/// <param name="Problem">Why it cannot be carried out; null when it can.</param>
/// <param name="Event">What happens to the order; null when only answers of the bank are settled.</param>
/// <param name="Unsettled">The answers of the bank that it is about.</param>
/// <param name="Instead">The held contract whose payment the booking of a refused order is taken as.</param>
internal sealed record ResolutionDecision(
    ApiProblem? Problem, PaymentOrderEvent? Event, IReadOnlyList<BankAnswerRow> Unsettled, ContractSigned? Instead = null)
{
    public static async Task<ResolutionDecision> OfAsync(
        UnitOfWork unit, PaymentOrderRow order, ResolutionRow resolution, LocalDate businessDate)
    {
        var unsettled = await BankAnswerStore.UnsettledAsync(unit, order.OrderId);
        if (RefusalOf(order, resolution, unsettled) is { } refusal)
        {
            return new ResolutionDecision(refusal, Event: null, unsettled);
        }

        var takesRefused = resolution.Outcome == ResolutionRow.Paid && order.StateNow == PaymentOrderState.Refused;
        var instead = takesRefused ? await HeldContracts.FirstAsync(unit, order.ApplicationId) : null;
        if (takesRefused && !CanStandFor(order, instead))
        {
            return new ResolutionDecision(ResolutionProblems.NothingToPay, Event: null, unsettled);
        }

        // As the bank would have been heard if the refusal had never been told.
        var asked = takesRefused ? order with { State = PaymentOrderState.Sent.Name() } : order;
        var decision = await ApplyAnswer.DecideAsync(unit, asked, ResolutionRow.FileKind, resolution.ToAnswer(order.EndToEndId), businessDate);
        ResolutionDecision decided = decision.Outcome switch
        {
            BankAnswerOutcome.Applied => new(null, takesRefused ? PaymentOrderEvent.TakenAsPaid : decision.Event, unsettled, instead),
            BankAnswerOutcome.AlreadyDone when unsettled.Count > 0 => new(null, Event: null, unsettled),
            BankAnswerOutcome.AlreadyDone => new(ResolutionProblems.NothingToResolve(order.State), Event: null, unsettled),
            BankAnswerOutcome.Waiting => new(ApiProblem.ValueDateAfter(businessDate), Event: null, unsettled),
            _ => new(ResolutionProblems.Of(decision.Problem!, order.State), Event: null, unsettled),
        };
        return decided.Problem is null && await MayBeAnothersAsync(unit, order, resolution)
            ? new(ResolutionProblems.ReferenceOpenElsewhere(order.State), Event: null, unsettled)
            : decided;
    }

    // What the bank has told under a reference about two orders is one movement: taken for one, it must not be left open for the other.
    private static async Task<bool> MayBeAnothersAsync(UnitOfWork unit, PaymentOrderRow order, ResolutionRow resolution) =>
        resolution.BankReference is { } reference
        && reference != order.BankReference
        && await BankAnswerStore.ReferenceIsOpenElsewhereAsync(unit, reference, order.OrderId);

    private static ApiProblem? RefusalOf(PaymentOrderRow order, ResolutionRow resolution, IReadOnlyList<BankAnswerRow> unsettled)
    {
        var paid = resolution.Outcome == ResolutionRow.Paid;
        return order.StateNow switch
        {
            // Its file may not lie at the bank yet: it would still be put there.
            PaymentOrderState.Ordered or PaymentOrderState.InFile => ResolutionProblems.Of(BankAnswerProblem.NotSent, order.State),

            // The money is back, and the next order may be on its way.
            PaymentOrderState.Returned or PaymentOrderState.Bounced when paid =>
                ResolutionProblems.Of(BankAnswerProblem.AlreadyReturned, order.State),
            _ when paid && !resolution.AmountCorrected => AmountRefusalOf(order, unsettled),
            _ => null,
        };
    }

    private static ApiProblem? AmountRefusalOf(PaymentOrderRow order, IReadOnlyList<BankAnswerRow> unsettled)
    {
        var problems = unsettled.Where(row => row.Kind == BankAnswerKind.Paid.Name()).Select(row => row.Problem).ToList();
        if (problems.Contains(BankAnswerProblem.AmountDiffers))
        {
            return ResolutionProblems.AmountNotCorrected(order.State);
        }

        return problems.Contains(BankAnswerProblem.AmountUnreadable) || problems.Contains(BankAnswerProblem.AmountMissing)
            ? ResolutionProblems.AmountNotTold(order.State)
            : null;
    }

    // The reservation holds the shares of its round: only what is of the same round and money can have been paid from it.
    private static bool CanStandFor(PaymentOrderRow order, ContractSigned? contract) =>
        contract is not null
        && contract.PaymentAttempt > order.PaymentAttempt
        && contract.ReservationRound == order.ReservationRound
        && contract.Shares == order.Shares
        && contract.ContractNumber == order.ContractNumber;
}
