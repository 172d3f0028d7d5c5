using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Funding.Handlers;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace LoanServicing.Funding.Endpoints;

/// <summary>Allocation that moves from one tranche to another. No money moves.</summary>
/// <param name="AmountRials">At most what is neither reserved nor drawn of the first.</param>
/// <param name="Reason">The funders' decision; kept in the audit trail.</param>
/// <param name="EffectiveDate">The date of that decision; the business date when it is left out, and not after it. The tranches change when it is checked.</param>
public sealed record ReallocationRequest(string From, string To, Rials AmountRials, string Reason, LocalDate? EffectiveDate = null);

/// <summary>What the second person is asked to confirm, as <c>GET /checks</c> shows it.</summary>
/// <param name="AvailableRials">Of the first tranche when this was asked for.</param>
internal sealed record ReallocationAsked(
    string From, string To, Rials AmountRials, string Reason, LocalDate EffectiveDate, string EffectiveDatePersian, Rials AvailableRials);

/// <summary><c>POST /funding/reallocations</c>: the maker's half of moving allocation between tranches.</summary>
internal static class ReallocationEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ReallocationRequest>("/funding/reallocations", FundingService.Name, KeyPolicy.Required, AskAsync)
            .Allow(Roles.Finance)
            .WithName("RecordReallocation")
            .WithSummary("Moves allocation from one tranche to another; another finance subject checks it")
            .Produces<CheckAsked>(StatusCodes.Status202Accepted).Refuses(409);

    private static async Task<Answer> AskAsync(CommandContext command)
    {
        var (unit, body) = (command.Unit, command.Body);
        var row = new ReallocationRow
        {
            ReallocationId = Guid.CreateVersion7(),
            FromTranche = ReadTranche(body, "from"),
            ToTranche = ReadTranche(body, "to"),
            Amount = body.RequiredRials("amountRials"),
            Reason = body.RequiredText("reason"),
            EffectiveDate = body.OptionalIsoDate("effectiveDate") ?? command.BusinessDate,
            Status = RecordStatus.Waiting,
            Maker = command.Caller.Subject,
            AskedAt = unit.Now,
        };
        CheckTogether(body, row, command.BusinessDate);
        if (body.Problem is { } malformed)
        {
            return malformed;
        }

        var available = (await PoolUnit.OpenAsync(unit, command.BusinessDate)).Limits.Tranches[row.FromTranche].Available;
        if (row.Amount > available)
        {
            return Reallocations.MoreThanAvailable(row.FromTranche, available);
        }

        var asked = new ReallocationAsked(
            row.FromTranche, row.ToTranche, row.Amount, row.Reason, row.EffectiveDate, row.EffectiveDate.ToPersian(), available);
        var requestId = await CheckRequests.AskAsync(
            unit, Reallocations.CheckName, new CheckSubject(row.ReallocationId.ToString("D")), asked, row.Reason, command.Caller, command.BusinessDate);
        await ReallocationStore.AddAsync(unit, row with { RequestId = requestId });
        return Answer.Accepted(new CheckAsked(requestId));
    }

    private static string ReadTranche(RequestBody body, string field)
    {
        var tranche = body.RequiredText(field);
        if (tranche.Length > 0 && !Tranches.All.Contains(tranche))
        {
            body.AddError(field, "tranche.unknown", $"A tranche is one of {string.Join(", ", Tranches.All)}.", "این بخش از منابع وجود ندارد.");
        }

        return tranche;
    }

    private static void CheckTogether(RequestBody body, ReallocationRow row, LocalDate businessDate)
    {
        if (row.FromTranche.Length > 0 && row.FromTranche == row.ToTranche)
        {
            body.AddError("to", "tranche.same", "Allocation moves to another tranche.", "بخش مقصد باید با بخش مبدأ فرق کند.");
        }

        if (row.EffectiveDate > businessDate)
        {
            body.AddError(
                "effectiveDate", "effective-date.after-business-date",
                $"The effective date lies after the business date, {businessDate:uuuu-MM-dd}.", "تاریخ اجرا پس از تاریخ کاری است.");
        }
    }
}
