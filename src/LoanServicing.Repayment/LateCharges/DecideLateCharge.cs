using LoanServicing.Contracts;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Http;
using LoanServicing.Repayment.Handlers;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.LateCharges;

/// <summary>What waits for the checker.</summary>
/// <param name="UnpaidRials">Charges unpaid when it was asked for. A waiver forgives what is unpaid on the checker's business date.</param>
internal sealed record LateChargeAsked(Guid LoanId, LateDecisionKind Kind, Rials AmountRials, Rials UnpaidRials);

/// <summary>What a decision did.</summary>
/// <param name="AmountRials">The cost charged, or what was waived.</param>
/// <param name="LoanStatus">A loan that owed nothing but what was waived is settled.</param>
public sealed record LateChargeDecidedAnswer(Guid RequestId, string Status, Guid LoanId, int Number, Rials AmountRials, string LoanStatus);

/// <summary>The checker's half: it is decided as of the checker's business date and holds for receipts of later value dates.</summary>
internal static class DecideLateCharge
{
    public const string CheckName = "loan.late-charge";

    public const string DecidedAction = "loan.late-charge-decided";

    public static CheckKind Kind(LoanCalendar calendar) => new(CheckName, [Roles.Supervisor], check => CarryOutAsync(check, calendar));

    private static async Task<Answer> CarryOutAsync(CheckContext check, LoanCalendar calendar)
    {
        var asked = check.Request.PayloadAs<LateChargeAsked>();
        var unit = check.Unit;
        var row = await LoanStore.GetAsync(unit, asked.LoanId);
        var loan = row.ToLoan(calendar);
        var decision = new LateDecision(asked.Kind, check.BusinessDate, asked.AmountRials);
        if (LateDecisions.Refuse(row, loan, decision) is { } refusal)
        {
            return refusal;
        }

        var amount = decision.Kind == LateDecisionKind.Cost ? decision.Amount : loan.Ledger.LateDue(loan.Standing, decision.DecidedOn, isEndOfDay: true);
        var after = loan.Decide(decision);
        var number = await KeepAsync(check, row, after, decision);
        unit.Record(new AuditEntry(check.Checker.Subject, DecidedAction, "loan", row.Id.ToString(), check.BusinessDate, new
        {
            check.Request.RequestId,
            number,
            decision = LateCharging.Write([decision]),
            amount,
            check.Request.Reason,
            check.Request.Maker,
            Checker = check.Checker.Subject,
        }));
        return Answer.Ok(new LateChargeDecidedAnswer(check.Request.RequestId, CheckRequest.Approved, row.Id, number, amount, after.State.ToString()));
    }

    /// <returns>The number of the decision within the loan.</returns>
    private static async Task<int> KeepAsync(CheckContext check, LoanRow row, Loan after, LateDecision decision)
    {
        var unit = check.Unit;
        var header = unit.Header(Streams.Loan, row.Id, row.FactSequence + 1, check.BusinessDate);
        var kept = new LateChargeRow
        {
            LoanId = row.Id,
            Number = after.Ledger.Late.Decisions.Count,
            FactSequence = header.Sequence,
            MessageId = header.MessageId,
            Decision = LateCharging.Write([decision]),
            Reason = check.Request.Reason ?? "",
            MadeBy = check.Request.Maker,
            ApprovedBy = check.Checker.Subject,
            BusinessDate = check.BusinessDate,
        };
        await LateChargeStore.InsertAsync(unit, kept);
        unit.Publish(new LateChargeDecided(header, row.Id, row.ApplicationId, row.Tranche, row.County, decision.Kind, decision.Amount, decision.DecidedOn));
        var sequence = await LoanOutcome.FollowAsync(unit, row, LoanState.Active, after, header.Sequence, check.BusinessDate);
        await LoanStore.UpdateAsync(unit, row.With(after) with { FactSequence = sequence });
        return kept.Number;
    }
}
