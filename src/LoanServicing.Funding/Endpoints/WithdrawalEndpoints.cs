using System.ComponentModel.DataAnnotations;
using LoanServicing.Domain;
using LoanServicing.Domain.Calendar;
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

/// <summary>What borrowers paid for lateness and the servicing bank has taken out of the pool's account, as the bank transfer shows it.</summary>
/// <param name="AmountRials">At most the late charges held.</param>
/// <param name="BankReference">The bank's reference of the transfer; it stands for one withdrawal for ever.</param>
/// <param name="ValueDate">When the money left the account; not after the business date.</param>
/// <param name="Reason">Kept in the audit trail.</param>
public sealed record LateChargeSettlementRequest(Rials AmountRials, string BankReference, LocalDate ValueDate, string Reason);

/// <summary>What borrowers had promised to give to charity when late and has been given to one, as the bank transfer shows it.</summary>
/// <param name="Beneficiary">The name of the charity, 1 to 200 characters; kept in the audit trail.</param>
/// <param name="AmountRials">At most what is held for charity.</param>
/// <param name="BankReference">The bank's reference of the transfer; it stands for one withdrawal for ever.</param>
/// <param name="ValueDate">When the money left the account; not after the business date.</param>
/// <param name="Reason">For instance the decision that chose the charity; kept in the audit trail.</param>
public sealed record CharityPaymentRequest(string Beneficiary, Rials AmountRials, string BankReference, LocalDate ValueDate, string Reason);

/// <summary>What the second person is asked to confirm, as <c>GET /checks</c> shows it.</summary>
/// <param name="HeldRials">What could be taken when this was asked for.</param>
/// <param name="LoanId">Whose credit it is; null for what is no refund.</param>
/// <param name="Beneficiary">The charity; null for what is given to none.</param>
internal sealed record WithdrawalAsked(
    string Kind, string Owner, Rials AmountRials, string BankReference, LocalDate ValueDate, string ValueDatePersian, string Reason, Rials HeldRials, Guid? LoanId,
    string? Beneficiary);

/// <summary><c>POST /funding/remittances</c>, <c>/fee-settlements</c>, <c>/late-charge-settlements</c> and <c>/charity-payments</c>: the maker's half of taking money out of the pool's account.</summary>
internal static class WithdrawalEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        Map<RemittanceRequest>(api, "remittances", "RecordRemittance", "Records money paid back to a funder", command =>
            AskAsync(command, WithdrawalKind.Remittance, ContributionEndpoint.ReadFunder(command.Body)));
        Map<FeeSettlementRequest>(api, "fee-settlements", "RecordFeeSettlement", "Records service fees taken by the servicing bank", command =>
            AskAsync(command, WithdrawalKind.FeeSettlement, Funders.Servicer));
        Map<LateChargeSettlementRequest>(api, "late-charge-settlements", "RecordLateChargeSettlement", "Records charges for lateness taken by the servicing bank", command =>
            AskAsync(command, WithdrawalKind.LateChargeSettlement, Funders.Servicer));
        Map<CharityPaymentRequest>(api, "charity-payments", "RecordCharityPayment", "Records what was owed to charity and has been given to one", command =>
            AskAsync(command, WithdrawalKind.CharityPayment, Funders.Servicer, command.Body.RequiredText("beneficiary")));
    }

    private static void Map<TRequest>(IEndpointRouteBuilder api, string path, string name, string summary, Func<CommandContext, Task<Answer>> ask)
        where TRequest : notnull =>
        api.MapCommand<TRequest>($"/funding/{path}", FundingService.Name, KeyPolicy.Required, ask)
            .Allow(Roles.Finance)
            .WithName(name)
            .WithSummary($"{summary}; another finance subject checks it")
            .Produces<CheckAsked>(StatusCodes.Status202Accepted).Refuses(409);

    private static async Task<Answer> AskAsync(CommandContext command, WithdrawalKind kind, string owner, string? beneficiary = null)
    {
        var row = Read(command, kind.Code, owner) with { Beneficiary = beneficiary };
        if (command.Body.Problem is { } malformed)
        {
            return malformed;
        }

        return await AskAsync(command, row, kind.CheckName, async () =>
        {
            var held = await kind.AvailableAsync(command.Unit, await PoolUnit.OpenAsync(command.Unit, command.BusinessDate), owner);
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
            row.Kind, row.Owner, row.Amount, row.BankReference, row.ValueDate, row.ValueDate.ToPersian(), row.Reason, held, row.LoanId,
            row.Beneficiary);
        var requestId = await CheckRequests.AskAsync(
            unit, checkName, new CheckSubject(row.WithdrawalId.ToString("D")), asked, row.Reason, command.Caller, command.BusinessDate);
        await WithdrawalStore.AddAsync(unit, row with { RequestId = requestId });
        return Answer.Accepted(new CheckAsked(requestId));
    }

    private static bool IsSame(WithdrawalRow known, WithdrawalRow asked) =>
        (known.Kind, known.Owner, known.LoanId, known.Beneficiary, known.Amount, known.ValueDate)
        == (asked.Kind, asked.Owner, asked.LoanId, asked.Beneficiary, asked.Amount, asked.ValueDate);

    private static ApiProblem ReferenceReused { get; } = ApiProblem.Reused("bank-reference.reused", new Bilingual(
        "This bank reference stands for another withdrawal.", "این شمارهٔ پیگیری بانکی برای برداشت دیگری ثبت شده است."));
}
