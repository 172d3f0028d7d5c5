using LoanServicing.Contracts;
using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Http;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.PlanChanges;

/// <summary>What a change of plan did.</summary>
public sealed record PlanChangedAnswer(Guid RequestId, string Status, Guid LoanId, int Number);

/// <summary>The checker's half: the plan is changed as of the checker's business date, by the state in which the loan is then.</summary>
internal static class ChangePlan
{
    public const string CheckName = "loan.plan-change";

    public const string ChangedAction = "loan.plan-changed";

    public static CheckKind Kind(Programme programme) => new(CheckName, [Roles.Supervisor], check => CarryOutAsync(check, programme));

    private static async Task<Answer> CarryOutAsync(CheckContext check, Programme programme)
    {
        var asked = check.Request.PayloadAs<PlanChangeAsked>();
        var unit = check.Unit;
        var row = await LoanStore.GetAsync(unit, asked.LoanId);
        var loan = row.ToLoan();
        var (change, problem) = AskPlanChange.Make(programme, row, loan, asked.Order, check.BusinessDate);
        if (change is null)
        {
            return problem!;
        }

        var after = loan.Change(change);
        var header = unit.Header(Streams.Loan, row.Id, row.FactSequence + 1, check.BusinessDate);
        var kept = new PlanChangeRow
        {
            LoanId = row.Id,
            Number = after.Ledger.Plan.Changes.Count,
            FactSequence = header.Sequence,
            MessageId = header.MessageId,
            Change = Domain.Schedules.PlanChanges.Write([change]),
            Reason = check.Request.Reason ?? "",
            MadeBy = check.Request.Maker,
            ApprovedBy = check.Checker.Subject,
            BusinessDate = check.BusinessDate,
        };
        await PlanChangeStore.InsertAsync(unit, kept);
        await LoanStore.UpdateAsync(unit, row.With(after) with { FactSequence = header.Sequence });
        unit.Publish(new PlanChanged(header, row.Id, row.ApplicationId, row.Tranche, row.County, change));
        unit.Record(new AuditEntry(check.Checker.Subject, ChangedAction, "loan", row.Id.ToString(), check.BusinessDate, new
        {
            check.Request.RequestId,
            kept.Number,
            kept.Change,
            before = row.PlanChanges,
            kept.Reason,
            check.Request.Maker,
            Checker = check.Checker.Subject,
        }));
        return Answer.Ok(new PlanChangedAnswer(check.Request.RequestId, CheckRequest.Approved, row.Id, kept.Number));
    }
}
