using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Intake.Handlers;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;

namespace LoanServicing.Intake.Endpoints;

/// <summary>What an officer does about the payment: another account, another order, or giving up.</summary>
internal static class PayoutCommands
{
    private const int LongestReason = 500;

    public static async Task<Answer> ChangeAccountAsync(CommandContext context)
    {
        var iban = SubmissionReader.ReadIban(context.Body, context.Service<PoolAccount>());
        if (context.Body.Problem is { } malformed)
        {
            return malformed;
        }

        var (change, problem) = await ApplicationAccess.OpenAsync(
            context, ApplicationAccess.ForDecision, ApplicationCommand.ChangePayoutAccount);
        if (change is null)
        {
            return problem!;
        }

        var (before, after) = (Sheba.Parse(change.Row.Iban).Masked, Sheba.Parse(iban).Masked);
        change.Set(row => row with { Iban = iban });
        change.Step(
            nameof(ApplicationCommand.ChangePayoutAccount), change.Row.Status, after, new { before, after });
        await change.SaveAsync();
        return Answer.Ok(new ApplicationStatus(change.Row.Status));
    }

    public static async Task<Answer> OrderAgainAsync(CommandContext context)
    {
        var (change, problem) = await ApplicationAccess.OpenAsync(context, ApplicationAccess.ForDecision, ApplicationCommand.OrderAgain);
        if (change is null)
        {
            return problem!;
        }

        if (change.Row.FundsReleased)
        {
            change.Set(row => row with { ReservationRound = row.ReservationRound + 1 });
            change.Step(
                nameof(ApplicationCommand.ReserveAgain), ApplicationState.Approved, null,
                new { change.Row.ReservationRound, change.Row.CurrentAmount });
            ApprovalCommands.AskForFunds(change);
        }
        else
        {
            var contract = await ContractStore.FindAsync(context.Unit, change.Row.ApplicationId)
                ?? throw new InvalidOperationException($"Application {change.Row.ApplicationId} was paid without a contract.");
            SigningFacts.OrderPayment(change, contract, ApplicationCommand.OrderAgain, null);
        }

        await change.SaveAsync();
        return Answer.Ok(new ApplicationStatus(change.Row.Status));
    }

    public static async Task<Answer> CancelAsync(CommandContext context)
    {
        var reason = context.Body.RequiredText("reason", LongestReason);
        if (context.Body.Problem is { } malformed)
        {
            return malformed;
        }

        var (change, problem) = await ApplicationAccess.OpenAsync(context, ApplicationAccess.ForDecision, ApplicationCommand.Cancel);
        if (change is null)
        {
            return problem!;
        }

        change.Step(
            nameof(ApplicationCommand.Cancel), ApplicationState.Withdrawn, reason,
            new { change.Row.PaymentAttempt, change.Row.ReservationRound });
        await change.SaveAsync();
        return Answer.Ok(new ApplicationStatus(change.Row.Status));
    }
}
