using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Data;

namespace LoanServicing.Intake.Handlers;

/// <summary>How the payment fares. Its order, its refusal and its return may be heard of in any order.</summary>
internal static class PaymentHandlers
{
    private const string Publisher = "disbursement";

    public static async Task OnOrderedAsync(DisbursementOrdered fact, UnitOfWork unit)
    {
        var change = await ApplicationChange.OfFactAsync(unit, fact, fact.ApplicationId, Publisher);
        var decision = (await change.ApplicationAsync())
            .DecidePayment(ApplicationFact.DisbursementOrdered, fact.ReservationRound, fact.PaymentAttempt);
        await change.FollowAsync(decision, fact, ApplicationFact.DisbursementOrdered, state =>
        {
            change.Step(nameof(ApplicationFact.DisbursementOrdered), state, null, new { fact.OrderId, fact.PaymentAttempt });
            return Task.CompletedTask;
        });
    }

    public static async Task OnFailedAsync(DisbursementFailed fact, UnitOfWork unit)
    {
        var change = await ApplicationChange.OfFactAsync(unit, fact, fact.ApplicationId, Publisher);
        var decision = (await change.ApplicationAsync())
            .DecidePayment(ApplicationFact.DisbursementFailed, fact.ReservationRound, fact.PaymentAttempt);
        await change.FollowAsync(decision, fact, ApplicationFact.DisbursementFailed, state =>
        {
            change.Step(
                nameof(ApplicationFact.DisbursementFailed), state, fact.ReasonCode,
                new { fact.OrderId, fact.PaymentAttempt, fact.ReasonCode, fact.ReasonText });
            return Task.CompletedTask;
        });
    }

    public static async Task OnReturnedAsync(DisbursementReturned fact, UnitOfWork unit)
    {
        var change = await ApplicationChange.OfFactAsync(unit, fact, fact.ApplicationId, Publisher);
        var decision = (await change.ApplicationAsync()).DecideReturn(fact.ReservationRound, fact.PaymentAttempt, fact.LoanId);
        await change.FollowAsync(decision, fact, ApplicationFact.DisbursementReturned, async state =>
        {
            await ReturnedLoans.AddAsync(unit, fact.ApplicationId, fact.LoanId);
            // A settled application is not paid again: it goes on showing the loan, whose credit is the borrower's.
            change.Set(row => row with { FundsReleased = true });
            if (state != ApplicationState.Settled)
            {
                change.Set(row => row with { LoanId = null, PaidOutOn = null });
            }

            change.Step(
                nameof(ApplicationFact.DisbursementReturned), state, fact.ReasonCode,
                new { fact.OrderId, fact.LoanId, fact.PaymentAttempt, fact.ValueDate, fact.ReasonCode, fact.ReasonText });

            // Its settlement may have been waiting for a loan that will not open here any more.
            unit.Arrived(LoanHandlers.WaitKeyOf(fact.LoanId));
        });
    }
}
