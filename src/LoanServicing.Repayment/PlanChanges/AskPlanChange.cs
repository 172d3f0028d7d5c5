using LoanServicing.Domain;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Domain.Schedules;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Http;
using LoanServicing.Repayment.Endpoints;
using LoanServicing.Repayment.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LoanServicing.Repayment.PlanChanges;

/// <summary><c>POST /loans/{id}/plan-changes</c>: the maker's half, and what it would come to.</summary>
internal static class AskPlanChange
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapCommand<PlanChangeRequest>("/loans/{id}/plan-changes", RepaymentService.Name, KeyPolicy.Optional, c => RunAsync(c, AskAsync))
            .Allow(Roles.Officer)
            .WithName("ChangePlan")
            .WithSummary("Asks for a holiday, an extension, another due day, a plan for a payer in hardship, or calls the loan in; a supervisor checks it")
            .Produces<CheckAsked>(StatusCodes.Status202Accepted).Refuses(409);
        api.MapCommand<PlanChangeRequest>("/loans/{id}/plan-changes/preview", RepaymentService.Name, KeyPolicy.Optional, c => RunAsync(c, PreviewAsync))
            .Allow(Roles.Officer, Roles.Supervisor)
            .WithName("PreviewPlanChange")
            .WithSummary("The rows that such a change would give today; nothing is kept")
            .Produces<PlanPreview>().Refuses(409);
    }

    /// <summary>Null when the loan is not one whose plan can be changed.</summary>
    public static (PlanChange? Change, ApiProblem? Problem) Make(Programme programme, LoanRow row, Loan loan, PlanChangeOrder order, NodaTime.LocalDate day)
    {
        if (LoanTransitions.Of(loan.State, LoanTrigger.PlanChange).Verdict != LoanVerdict.Apply)
        {
            return (null, ApiProblem.WrongState("loan.not-active", row.Status, new Bilingual(
                "Only the plan of an active loan can be changed.", "تنها برنامهٔ تسهیلات جاری را می‌توان تغییر داد.")));
        }

        if (loan.Standing.LatestValueDate > day)
        {
            return (null, LoanAccess.ReceiptAhead);
        }

        var limits = PlanChangeRequest.LimitsOf(programme, row);
        var (change, problem) = Domain.Schedules.PlanChanges.Make(loan.Ledger.Plan, loan.Standing.PrincipalRepaid, day, order, limits);
        return change is null ? (null, PlanChangeRequest.ProblemOf(problem, limits)) : (change, null);
    }

    private static async Task<Answer> RunAsync(CommandContext c, Func<CommandContext, LoanRow, PlanChangeOrder, PlanChange, string, Task<Answer>> answer)
    {
        var order = PlanChangeRequest.Read(c.Body);
        var reason = c.Body.RequiredText("reason", PlanChangeRequest.LongestReason);
        if (c.Body.Problem is { } malformed)
        {
            return malformed;
        }

        if (c.RouteId("id") is not { } id || await LoanStore.FindAsync(c.Unit, id) is not { } row)
        {
            return LoanAccess.NoSuchLoan;
        }

        if (LoanAccess.RefuseStaff(c.Caller, row) is { } denied)
        {
            return denied;
        }

        var (change, problem) = Make(c.Service<Programme>(), row, row.ToLoan(), order, c.BusinessDate);
        return change is null ? problem! : await answer(c, row, order, change, reason);
    }

    private static async Task<Answer> AskAsync(CommandContext c, LoanRow row, PlanChangeOrder order, PlanChange change, string reason)
    {
        if (await CheckRequests.IsWaitingAsync(c.Unit, ChangePlan.CheckName, row.Id.ToString("D")))
        {
            return OneWaits;
        }

        var asked = new PlanChangeAsked(row.Id, PlanChangeRequest.NameOf(order.Kind), order.Months, order.Installments, order.DueDay);
        return Answer.Accepted(new CheckAsked(await CheckRequests.AskAsync(
            c.Unit, ChangePlan.CheckName, new CheckSubject(row.Id.ToString("D"), row.County, row.NationalId), asked, reason, c.Caller, c.BusinessDate)));
    }

    /// <summary>Asked twice by a client that lost the first answer, a holiday would be twice as long.</summary>
    private static ApiProblem OneWaits { get; } = new(409, "plan.change-waits", new Bilingual(
        "A change of this plan waits for a supervisor already.", "یک تغییر برنامهٔ این تسهیلات در انتظار تأیید سرپرست است."));

    private static Task<Answer> PreviewAsync(CommandContext c, LoanRow row, PlanChangeOrder order, PlanChange change, string reason)
    {
        var loan = row.ToLoan();
        var after = loan.Change(change);
        return Task.FromResult(Answer.Ok(new PlanPreview(
            row.Id,
            change.EffectiveOn,
            change.EffectiveOn.ToPersian(),
            change.From,
            [.. after.Ledger.Rows(after.Standing).Select(each => PlanRow.Of(each, after.Ledger.Plan))],
            after.Outstanding,
            loan.Ledger.Plan.FeeTotal,
            after.Ledger.Plan.FeeTotal)));
    }
}

/// <summary>What waits for the checker.</summary>
internal sealed record PlanChangeAsked(Guid LoanId, string Kind, int Months, int Installments, int DueDay)
{
    public PlanChangeOrder Order => new(
        Enum.GetValues<PlanChangeKind>().Single(kind => PlanChangeRequest.NameOf(kind) == Kind), Months, Installments, DueDay);
}

/// <summary>A row of a plan.</summary>
/// <param name="PayableOn">From when on it counts as unpaid: the due date, or later for a payer in hardship.</param>
public sealed record PlanRow(int Number, NodaTime.LocalDate DueDate, string DueDatePersian, NodaTime.LocalDate PayableOn, Rials PrincipalRials, Rials FeeRials, Rials UnpaidRials)
{
    internal static PlanRow Of(InstalmentStanding row, RepaymentPlan plan) => new(
        row.Instalment.Number, row.Instalment.DueDate, row.Instalment.DueDate.ToPersian(), plan.PayableOn(row.Instalment.Number), row.Instalment.Principal, row.Instalment.Fee, row.Unpaid);
}

/// <summary>A plan as it would be. Principal is what it was, and the fees are not more.</summary>
/// <param name="From">The first instalment that changes.</param>
public sealed record PlanPreview(
    Guid LoanId,
    NodaTime.LocalDate EffectiveOn,
    string EffectiveOnPersian,
    int From,
    IReadOnlyList<PlanRow> Rows,
    Rials OutstandingRials,
    Rials FeeTotalBeforeRials,
    Rials FeeTotalRials);
