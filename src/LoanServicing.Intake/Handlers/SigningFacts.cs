using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Intake.Store;

namespace LoanServicing.Intake.Handlers;

/// <summary>The one place that tells disbursement to pay: when the contract is signed, and each time the payment is ordered again.</summary>
internal static class SigningFacts
{
    /// <summary>Takes the step and publishes <see cref="ContractSigned"/> with the next payment attempt and the account that now stands.</summary>
    /// <param name="command">Signing, ordering again, or resuming after funds were reserved anew; the table must allow it.</param>
    /// <exception cref="InvalidOperationException">The table does not allow it here: a bug of the caller, who asks first.</exception>
    public static void OrderPayment(ApplicationChange change, ContractRow contract, ApplicationCommand command, string? note)
    {
        var decision = ApplicationTable.For(change.Row.Status, command);
        var state = decision.NewState ?? throw new InvalidOperationException($"{command} is not allowed when {decision.State}.");
        change.Set(row => row with { PaymentAttempt = row.PaymentAttempt + 1 });
        var row = change.Row;
        change.Step(command.ToString(), state, note, new { row.PaymentAttempt, row.ReservationRound, contract.ContractNumber, contract.Terms });
        change.Publish(header => new ContractSigned(
            header, row.ApplicationId, row.ReservationRound, row.PaymentAttempt, row.Borrower, contract.ContractNumber, contract.SignedOn,
            contract.Terms, row.Shares, row.Iban));
    }
}
