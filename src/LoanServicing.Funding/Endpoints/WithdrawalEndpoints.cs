using System.ComponentModel.DataAnnotations;
using LoanServicing.Domain;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Handlers;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace LoanServicing.Funding.Endpoints;

/// <summary>What was collected for a funder and has been paid back to it, as the bank transfer shows it.</summary>
/// <param name="Funder"><c>ALAVI</c> or <c>SINA</c>.</param>
/// <param name="AmountRials">At most what was collected for the funder and not remitted yet.</param>
/// <param name="BankReference">The bank's reference of the transfer; it stands for one withdrawal for ever.</param>
/// <param name="ValueDate">When the money left the account; not after the business date.</param>
/// <param name="Reason">For instance the funders' instruction; kept in the audit trail.</param>
public sealed record RemittanceRequest(
    [property: AllowedValues(Funders.Alavi, Funders.Sina)] string Funder, Rials AmountRials, string BankReference, LocalDate ValueDate, string Reason);

/// <summary>Service fees that the servicing bank has taken out of the pool's account, as the bank transfer shows it.</summary>
/// <param name="AmountRials">At most the fees held.</param>
/// <param name="BankReference">The bank's reference of the transfer; it stands for one withdrawal for ever.</param>
/// <param name="ValueDate">When the money left the account; not after the business date.</param>
/// <param name="Reason">Kept in the audit trail.</param>
public sealed record FeeSettlementRequest(Rials AmountRials, string BankReference, LocalDate ValueDate, string Reason);

/// <summary>What the second person is asked to confirm, as <c>GET /checks</c> shows it.</summary>
/// <param name="HeldRials">What could be taken when this was asked for.</param>
internal sealed record WithdrawalAsked(
    string Kind, string Owner, Rials AmountRials, string BankReference, LocalDate ValueDate, string ValueDatePersian, string Reason, Rials HeldRials);

/// <summary><c>POST /funding/remittances</c> and <c>/funding/fee-settlements</c>: the maker's half of taking money out of the pool's account.</summary>
internal static class WithdrawalEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapCommand<RemittanceRequest>("/funding/remittances", FundingService.Name, KeyPolicy.Required, RemitAsync)
            .Allow(Roles.Finance)
            .WithName("RecordRemittance")
            .WithSummary("Records money paid back to a funder; another finance subject checks it")
            .Produces<CheckAsked>(StatusCodes.Status202Accepted).Refuses(409);
        api.MapCommand<FeeSettlementRequest>("/funding/fee-settlements", FundingService.Name, KeyPolicy.Required, SettleFeesAsync)
            .Allow(Roles.Finance)
            .WithName("RecordFeeSettlement")
            .WithSummary("Records service fees taken by the servicing bank; another finance subject checks it")
            .Produces<CheckAsked>(StatusCodes.Status202Accepted).Refuses(409);
    }

    private static Task<Answer> RemitAsync(CommandContext command) =>
        AskAsync(command, EntryKinds.Remittance, Withdrawals.RemittanceCheck, ContributionEndpoint.ReadFunder(command.Body));

    private static Task<Answer> SettleFeesAsync(CommandContext command) =>
        AskAsync(command, EntryKinds.FeeSettlement, Withdrawals.FeeSettlementCheck, Funders.Servicer);

    private static async Task<Answer> AskAsync(CommandContext command, string kind, string checkName, string owner)
    {
        var (unit, body) = (command.Unit, command.Body);
        var row = new WithdrawalRow
        {
            WithdrawalId = Guid.CreateVersion7(),
            Kind = kind,
            Owner = owner,
            Amount = body.RequiredRials("amountRials"),
            BankReference = body.RequiredBankReference("bankReference"),
            ValueDate = body.RequiredIsoDate("valueDate"),
            Reason = body.RequiredText("reason"),
            Status = WithdrawalRow.Waiting,
            Maker = command.Caller.Subject,
            AskedAt = unit.Now,
        };
        if (body.Problem is { } malformed)
        {
            return malformed;
        }

        if (row.ValueDate > command.BusinessDate)
        {
            return ApiProblem.ValueDateAfter(command.BusinessDate);
        }

        if (await WithdrawalStore.FindByReferenceAsync(unit, row.BankReference) is { } known)
        {
            return IsSame(known, row) ? Answer.Accepted(new CheckAsked(known.RequestId)) : ReferenceReused;
        }

        var held = await Withdrawals.AvailableAsync(unit, await PoolUnit.OpenAsync(unit, command.BusinessDate), owner);
        if (row.Amount > held)
        {
            return Withdrawals.MoreThanHeld(held);
        }

        var asked = new WithdrawalAsked(kind, owner, row.Amount, row.BankReference, row.ValueDate, row.ValueDate.ToPersian(), row.Reason, held);
        var requestId = await CheckRequests.AskAsync(
            unit, checkName, new CheckSubject(row.WithdrawalId.ToString("D")), asked, row.Reason, command.Caller, command.BusinessDate);
        await WithdrawalStore.AddAsync(unit, row with { RequestId = requestId });
        return Answer.Accepted(new CheckAsked(requestId));
    }

    private static bool IsSame(WithdrawalRow known, WithdrawalRow asked) =>
        (known.Kind, known.Owner, known.Amount, known.ValueDate) == (asked.Kind, asked.Owner, asked.Amount, asked.ValueDate);

    private static ApiProblem ReferenceReused { get; } = ApiProblem.Reused("bank-reference.reused", new Bilingual(
        "This bank reference stands for another withdrawal.", "این شمارهٔ پیگیری بانکی برای برداشت دیگری ثبت شده است."));
}
