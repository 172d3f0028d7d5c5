using System.ComponentModel.DataAnnotations;
using LoanServicing.Domain;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Handlers;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace LoanServicing.Funding.Endpoints;

/// <summary>A deposit of a funder, as its bank transfer shows it.</summary>
/// <param name="Funder"><c>ALAVI</c> or <c>SINA</c>.</param>
/// <param name="BankReference">The bank's reference of the transfer; it stands for one deposit for ever.</param>
/// <param name="ValueDate">When the money reached the account; not after the business date.</param>
/// <param name="Reason">For instance the funder's letter; kept in the audit trail.</param>
public sealed record ContributionRequest(
    [property: AllowedValues(Funders.Alavi, Funders.Sina)] string Funder, Rials AmountRials, string BankReference, LocalDate ValueDate, string? Reason = null);

/// <summary>What the second person is asked to confirm, as <c>GET /checks</c> shows it.</summary>
/// <param name="AboveCommitmentRials">
/// A warning: by so much the funder's deposits would pass what it has committed, with those that wait to be checked when this was asked for; null
/// when they would not.
/// </param>
internal sealed record ContributionAsked(
    string Funder, Rials AmountRials, string BankReference, LocalDate ValueDate, string ValueDatePersian, Rials? AboveCommitmentRials, string? Reason)
{
    public static ContributionAsked Of(ContributionRequest request, Rials? aboveCommitment) => new(
        request.Funder, request.AmountRials, request.BankReference, request.ValueDate, request.ValueDate.ToPersian(), aboveCommitment, request.Reason);
}

/// <summary><c>POST /funding/contributions</c>: the maker's half of recording a deposit.</summary>
internal static class ContributionEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ContributionRequest>("/funding/contributions", FundingService.Name, KeyPolicy.Required, AskAsync)
            .Allow(Roles.Finance)
            .WithName("RecordContribution")
            .WithSummary("Records a funder's deposit; another finance subject checks it")
            .Produces<CheckAsked>(StatusCodes.Status202Accepted).Refuses(409);

    private static async Task<Answer> AskAsync(CommandContext command)
    {
        var request = Read(command.Body);
        if (command.Body.Problem is { } malformed)
        {
            return malformed;
        }

        if (request.ValueDate > command.BusinessDate)
        {
            return ApiProblem.ValueDateAfter(command.BusinessDate);
        }

        if (await ContributionStore.FindByReferenceAsync(command.Unit, Contributions.Channel, request.BankReference) is { } known)
        {
            return IsSame(known, request) ? Answer.Accepted(new CheckAsked(known.RequestId)) : ReferenceReused;
        }

        if (await Contributions.InSuspenseAsync(command.Unit, request.BankReference, request.AmountRials) is { } suspended)
        {
            return suspended;
        }

        var id = Guid.CreateVersion7();
        var asked = ContributionAsked.Of(request, await AboveCommitmentAsync(command.Unit, request));
        var requestId = await CheckRequests.AskAsync(
            command.Unit, Contributions.CheckName, new CheckSubject(id.ToString("D")), asked, request.Reason, command.Caller, command.BusinessDate);
        await ContributionStore.AddAsync(command.Unit, new ContributionRow
        {
            ContributionId = id,
            Funder = request.Funder,
            Amount = request.AmountRials,
            Channel = Contributions.Channel,
            BankReference = request.BankReference,
            ValueDate = request.ValueDate,
            Status = RecordStatus.Waiting,
            RequestId = requestId,
            Maker = command.Caller.Subject,
            AskedAt = command.Unit.Now,
        });
        return Answer.Accepted(new CheckAsked(requestId));
    }

    /// <summary>The funder that the request names.</summary>
    public static string ReadFunder(RequestBody body)
    {
        var funder = body.RequiredText("funder");
        if (funder is not ("" or Funders.Alavi or Funders.Sina))
        {
            body.AddError("funder", "funder.unknown", "A funder is ALAVI or SINA.", "تأمین‌کننده باید ALAVI یا SINA باشد.");
        }

        return funder;
    }

    private static ContributionRequest Read(RequestBody body) => new(
        ReadFunder(body), body.RequiredRials("amountRials"), body.RequiredBankReference("bankReference"), body.RequiredIsoDate("valueDate"),
        body.OptionalText("reason"));

    /// <summary>Money that has come is recorded, whatever was agreed; the second person is to see that it is more than that.</summary>
    private static async Task<Rials?> AboveCommitmentAsync(UnitOfWork unit, ContributionRequest request)
    {
        var funder = (await unit.QueryAsync<FunderRow>(PoolStore.SelectFunders)).Single(row => row.Code == request.Funder);
        var waiting = await ContributionStore.WaitingOfAsync(unit, request.Funder);
        var above = funder.Deposited + waiting + request.AmountRials - funder.Committed;
        return above.IsPositive ? above : null;
    }

    private static bool IsSame(ContributionRow known, ContributionRequest request) =>
        known.Funder == request.Funder && known.Amount == request.AmountRials && known.ValueDate == request.ValueDate;

    private static ApiProblem ReferenceReused { get; } = ApiProblem.Reused("bank-reference.reused", new Bilingual(
        "This bank reference stands for another deposit.", "این شمارهٔ پیگیری بانکی برای واریز دیگری ثبت شده است."));
}
