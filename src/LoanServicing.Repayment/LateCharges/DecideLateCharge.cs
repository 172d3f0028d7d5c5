using LoanServicing.Contracts;
using LoanServicing.Domain;
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
/// <param name="LoanVersion">Of the loan when it was asked for: only days may have been added since.</param>
internal sealed record LateChargeAsked(Guid LoanId, LateDecisionKind Kind, Rials AmountRials, Rials UnpaidRials, long LoanVersion);

/// <summary>What a decision did.</summary>
/// <param name="AmountRials">The cost charged, or what was waived.</param>
/// <param name="LoanStatus">A loan that owed nothing but what was waived is settled.</param>
public sealed record LateChargeDecidedAnswer(Guid RequestId, string Status, Guid LoanId, int Number, Rials AmountRials, string LoanStatus);

/// <summary>The checker's half: it is decided as of the checker's business date and holds for receipts of later value dates.</summary>
internal static class DecideLateCharge
{
    public const string CheckName = "loan.late-charge";

    public const string DecidedAction = "loan.late-charge-decided";

    private static ApiProblem MoreThanAsked { get; } = new(409, "late.has-grown", new Bilingual(
        "The loan has changed since this was asked for, and more is unpaid now. Refuse it; it can be asked for again.",
        "تسهیلات از زمان درخواست تغییر کرده و اکنون مبلغ پرداخت‌نشده بیشتر است. آن را رد کنید تا دوباره درخواست شود."));

    public static CheckKind Kind(LoanCalendar calendar) => new(CheckName, [Roles.Supervisor], check => CarryOutAsync(check, calendar));

    private static async Task<Answer> CarryOutAsync(CheckContext check, LoanCalendar calendar)
    {
        var asked = check.Request.PayloadAs<LateChargeAsked>();
        var unit = check.Unit;
        var row = await LoanStore.GetAsync(unit, asked.LoanId);
        var loan = row.ToLoan(calendar);
        var amount = asked.Kind == LateDecisionKind.Cost ? asked.AmountRials : loan.LateDue(check.BusinessDate);
        var decision = new LateDecision(asked.Kind, check.BusinessDate, amount);
        if (LateDecisions.Refuse(row, loan, decision) is { } refusal)
        {
            return refusal;
        }

        if (asked.Kind == LateDecisionKind.Waiver && row.Version != asked.LoanVersion && amount > asked.UnpaidRials)
        {
            return MoreThanAsked; // the checker has seen another sum
        }

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
