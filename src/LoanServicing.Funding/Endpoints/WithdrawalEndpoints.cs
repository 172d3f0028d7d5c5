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
/// <param name="LoanId">Whose credit it is; null for what is no refund.</param>
internal sealed record WithdrawalAsked(
    string Kind, string Owner, Rials AmountRials, string BankReference, LocalDate ValueDate, string ValueDatePersian, string Reason, Rials HeldRials, Guid? LoanId);

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
        var row = Read(command, kind, owner);
        if (command.Body.Problem is { } malformed)
        {
            return malformed;
        }

        return await AskAsync(command, row, checkName, async () =>
        {
            var held = await Withdrawals.AvailableAsync(command.Unit, await PoolUnit.OpenAsync(command.Unit, command.BusinessDate), owner);
            return (held, row.Amount > held ? Withdrawals.MoreThanHeld(held) : null);
        });
    }

    /// <summary>What every withdrawal says of itself.</summary>
    public static WithdrawalRow Read(CommandContext command, string kind, string owner) => new()
    {
        WithdrawalId = Guid.CreateVersion7(),
        Kind = kind,
        Owner = owner,
        Amount = command.Body.RequiredRials("amountRials"),
        BankReference = command.Body.RequiredBankReference("bankReference"),
        ValueDate = command.Body.RequiredIsoDate("valueDate"),
        Reason = command.Body.RequiredText("reason"),
        Status = RecordStatus.Waiting,
        Maker = command.Caller.Subject,
        AskedAt = command.Unit.Now,
    };

    /// <summary>Asks a second person for a withdrawal that is well formed.</summary>
    /// <param name="limit">What is held now, and the refusal where that is too little.</param>
    public static async Task<Answer> AskAsync(
        CommandContext command, WithdrawalRow row, string checkName, Func<Task<(Rials Held, ApiProblem? Problem)>> limit)
    {
        var unit = command.Unit;
        if (row.ValueDate > command.BusinessDate)
        {
            return ApiProblem.ValueDateAfter(command.BusinessDate);
        }

        if (await WithdrawalStore.FindByReferenceAsync(unit, row.BankReference) is { } known)
        {
            return IsSame(known, row) ? Answer.Accepted(new CheckAsked(known.RequestId)) : ReferenceReused;
        }

        var (held, problem) = await limit();
        if (problem is not null)
        {
            return problem;
        }

        var asked = new WithdrawalAsked(
            row.Kind, row.Owner, row.Amount, row.BankReference, row.ValueDate, row.ValueDate.ToPersian(), row.Reason, held, row.LoanId);
        var requestId = await CheckRequests.AskAsync(
            unit, checkName, new CheckSubject(row.WithdrawalId.ToString("D")), asked, row.Reason, command.Caller, command.BusinessDate);
        await WithdrawalStore.AddAsync(unit, row with { RequestId = requestId });
        return Answer.Accepted(new CheckAsked(requestId));
    }

    private static bool IsSame(WithdrawalRow known, WithdrawalRow asked) =>
        (known.Kind, known.Owner, known.LoanId, known.Amount, known.ValueDate) == (asked.Kind, asked.Owner, asked.LoanId, asked.Amount, asked.ValueDate);

    private static ApiProblem ReferenceReused { get; } = ApiProblem.Reused("bank-reference.reused", new Bilingual(
        "This bank reference stands for another withdrawal.", "این شمارهٔ پیگیری بانکی برای برداشت دیگری ثبت شده است."));
}
