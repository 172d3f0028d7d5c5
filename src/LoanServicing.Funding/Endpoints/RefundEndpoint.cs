using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Handlers;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace LoanServicing.Funding.Endpoints;

/// <summary>What a borrower had overpaid on a loan and has been paid back, as the bank transfer shows it.</summary>
/// <param name="AmountRials">At most the loan's credit that is booked and not refunded yet.</param>
/// <param name="BankReference">The bank's reference of the transfer; it stands for one withdrawal for ever.</param>
/// <param name="ValueDate">When the money left the account; not after the business date.</param>
/// <param name="Reason">For instance the borrower's letter; kept in the audit trail.</param>
/// <param name="LoanId">Whose credit it is; or the deposit id.</param>
/// <param name="DepositId">Whose credit it is; or the loan's id.</param>
public sealed record RefundRequest(
    Rials AmountRials, string BankReference, LocalDate ValueDate, string Reason, Guid? LoanId = null, string? DepositId = null);

/// <summary><c>POST /funding/refunds</c>: the maker's half of giving a borrower's credit back.</summary>
internal static class RefundEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<RefundRequest>("/funding/refunds", FundingService.Name, KeyPolicy.Required, AskAsync)
            .Allow(Roles.Finance)
            .WithName("RecordRefund")
            .WithSummary("Records credit paid back to a borrower; another finance subject checks it")
            .Produces<CheckAsked>(StatusCodes.Status202Accepted).Refuses(409);

    private static async Task<Answer> AskAsync(CommandContext command)
    {
        var (unit, body) = (command.Unit, command.Body);
        var row = WithdrawalEndpoints.Read(command, EntryKinds.CreditRefund, Funders.Servicer);
        var (loanId, depositId) = (NamedLoan.ReadId(body), NamedLoan.ReadDepositId(body));
        NamedLoan.ExpectOne(body, loanId, depositId);
        if (body.Problem is { } malformed)
        {
            return malformed;
        }

        if (await NamedLoan.FindAsync(unit, loanId, depositId) is not { } loan)
        {
            return NamedLoan.Unknown;
        }

        return await WithdrawalEndpoints.AskAsync(command, row with { LoanId = loan.LoanId }, Refunds.CheckName, () => Task.FromResult(
            (loan.CreditHeld, row.Amount > loan.CreditHeld ? Refunds.MoreThanCredit(loan.CreditHeld) : null)));
    }
}
