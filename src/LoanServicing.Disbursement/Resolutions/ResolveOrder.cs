using LoanServicing.Disbursement.Handlers;
using LoanServicing.Disbursement.Inbox;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Http;

namespace LoanServicing.Disbursement.Resolutions;

/// <summary>The checker's half: the bank's written word moves the order as a line of its files would, and settles what was open about it.</summary>
internal static class ResolveOrder
{
    public const string CheckName = "payment-order.resolution";

    public const string ResolvedAction = "payment-order.resolved";

    public static CheckKind Kind { get; } = new(CheckName, [Roles.Finance], CarryOutAsync, RefuseAsync);

    private static async Task<Answer> CarryOutAsync(CheckContext check)
    {
        var resolution = await ResolutionStore.GetAsync(check.Unit, check.Request.RequestId);
        var order = (await PaymentOrderStore.TakeAsync(check.Unit, await PaymentOrderStore.FindAsync(check.Unit, resolution.OrderId)))!;
        var decision = await ResolutionDecision.OfAsync(check.Unit, order, resolution, check.BusinessDate);
        if (order.Version != resolution.OrderVersion || decision.Unsettled.Any(row => row.Number > resolution.LastAnswer))
        {
            return ResolutionProblems.ChangedSinceAsked(order.State);
        }

        if (decision.Problem is { } problem)
        {
            return problem;
        }

        await KeepAnswerAsync(check, resolution, order, decision);
        var moved = await MoveAsync(check, resolution, order, decision);
        var left = await BankAnswerStore.UnsettledAsync(check.Unit, order.OrderId);
        await BankAnswerStore.ResolveAsync(check.Unit, left.Where(row => !IsNewlySeenDoublePayment(row, decision)));
        check.Unit.Arrived(OrderOnContract.HeldKey(order.ApplicationId));
        await ResolutionStore.DecideAsync(check.Unit, resolution, ResolutionRow.CarriedOut, check.Checker.Subject);
        Record(check, resolution, order, moved, decision);
        return Answer.Ok(new PaymentOrderResolved(order.OrderId, resolution.RequestId, moved.State));
    }

    private static async Task<PaymentOrderRow> MoveAsync(
        CheckContext check, ResolutionRow resolution, PaymentOrderRow order, ResolutionDecision decision)
    {
        if (decision.Event is not { } happening)
        {
            return order;
        }

        var answer = resolution.ToAnswer(order.EndToEndId);
        var moved = decision.Instead is { } contract
            ? await TakeAsPaid.RunAsync(check.Unit, order, contract, answer, check.BusinessDate, resolution.Cause)
            : await MoveOrder.ByBankAsync(check.Unit, order, happening, answer, check.BusinessDate, resolution.Cause);
        await DecideAgain.OfOrderAsync(check.Unit, moved, check.BusinessDate);
        return (await PaymentOrderStore.FindAsync(check.Unit, order.OrderId))!;
    }

    // Of two bookings of one order a resolution speaks of one. The other shows as a double payment only now, and is resolved by itself.
    private static bool IsNewlySeenDoublePayment(BankAnswerRow row, ResolutionDecision decision) =>
        decision.Event is not null && row.Problem == BankAnswerProblem.PaidTwice;

    private static Task KeepAnswerAsync(CheckContext check, ResolutionRow resolution, PaymentOrderRow order, ResolutionDecision decision)
    {
        var answer = resolution.ToAnswer(order.EndToEndId);
        return BankAnswerStore.InsertAsync(check.Unit, new BankAnswerRow
        {
            FileKind = ResolutionRow.FileKind,
            MessageId = resolution.Cause,
            Entry = 1,
            Part = 1,
            Kind = answer.Kind.Name(),
            EndToEndId = answer.EndToEndId,
            Amount = answer.Amount,
            ValueDate = answer.ValueDate,
            BankReference = answer.BankReference,
            ReasonCode = answer.ReasonCode,
            ReasonText = answer.ReasonText,
            OrderId = order.OrderId,
            Outcome = (decision.Event is null ? BankAnswerOutcome.AlreadyDone : BankAnswerOutcome.Applied).Name(),
            BusinessDate = check.BusinessDate,
            AnsweredAt = check.Unit.Now,
        });
    }

    private static async Task RefuseAsync(CheckContext check)
    {
        var resolution = await ResolutionStore.GetAsync(check.Unit, check.Request.RequestId);
        await ResolutionStore.DecideAsync(check.Unit, resolution, ResolutionRow.Refused, check.Checker.Subject);
    }

    private static void Record(
        CheckContext check, ResolutionRow resolution, PaymentOrderRow before, PaymentOrderRow after, ResolutionDecision decision) =>
        check.Unit.Record(new AuditEntry(
            check.Checker.Subject,
            ResolvedAction,
            "payment-order",
            before.OrderId.ToString(),
            check.BusinessDate,
            new
            {
                resolution.RequestId,
                resolution.Maker,
                Checker = check.Checker.Subject,
                resolution.Reason,
                resolution.Outcome,
                resolution.NotPaidAs,
                resolution.Amount,
                resolution.BankReference,
                resolution.ValueDate,
                resolution.AmountCorrected,
                From = before.State,
                To = after.State,
                after.StandsForAttempt,
                Settles = decision.Unsettled.Select(row => new { row.FileKind, row.MessageId, row.Entry, row.Part, row.Problem, row.BankReference }),
            }));
}
