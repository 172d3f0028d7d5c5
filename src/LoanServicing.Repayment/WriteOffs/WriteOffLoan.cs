using LoanServicing.Contracts;
using LoanServicing.Domain;
using LoanServicing.Domain.Loans;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Http;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.WriteOffs;

/// <summary>What a write-off did.</summary>
/// <param name="Funders">The loss of each funder.</param>
public sealed record WrittenOffAnswer(Guid RequestId, string Status, Guid LoanId, FunderAmounts Funders);

/// <summary>The checker's half: the whole outstanding principal, each funder's share less what was repaid of it (rule R6).</summary>
internal static class WriteOffLoan
{
    public const string CheckName = "loan.write-off";

    public const string WrittenOffAction = "loan.written-off";

    public static CheckKind Kind(LoanCalendar calendar) => new(CheckName, [Roles.Supervisor], check => CarryOutAsync(check, calendar));

    private static ApiProblem MoreThanAsked { get; } = new(409, "loan.loss-has-grown", new Bilingual(
        "More is outstanding now than when this was asked for. Refuse it; it can be asked for again.", "اکنون مانده بیش از زمان درخواست است. آن را رد کنید تا دوباره درخواست شود."));

    private static async Task<Answer> CarryOutAsync(CheckContext check, LoanCalendar calendar)
    {
        var asked = check.Request.PayloadAs<WriteOffAsked>();
        var unit = check.Unit;
        var row = await LoanStore.GetAsync(unit, asked.LoanId);
        var loan = row.ToLoan(calendar);
        if (AskWriteOff.Refuse(row, loan, check.BusinessDate) is { } refusal)
        {
            return refusal;
        }

        var posting = loan.WriteOff(check.BusinessDate);
        var (loss, fee) = (posting.WrittenOff, loan.FeeDue(check.BusinessDate));
        if (loss.Total > asked.OutstandingRials)
        {
            return MoreThanAsked; // the checker has seen another loss
        }

        var header = unit.Header(Streams.Loan, row.Id, row.FactSequence + 1, check.BusinessDate);
        await PostingStore.InsertAsync(unit, header, row.Id, header.MessageId, posting);
        await WriteOffStore.InsertAsync(unit, new WriteOffRow
        {
            LoanId = row.Id,
            MessageId = header.MessageId,
            Alavi = loss.Alavi,
            Sina = loss.Sina,
            FeeWaived = fee,
            Reason = check.Request.Reason ?? "",
            MadeBy = check.Request.Maker,
            ApprovedBy = check.Checker.Subject,
            BusinessDate = check.BusinessDate,
        });
        await LoanStore.InsertTransitionAsync(unit, row.Id, LoanTrigger.WriteOff, LoanState.WrittenOff, check.BusinessDate);
        await LoanStore.UpdateAsync(unit, row.With(posting.After) with { FactSequence = header.Sequence });
        unit.Publish(new LoanWrittenOff(header, row.Id, row.ApplicationId, row.Tranche, row.County, loss, fee, check.BusinessDate));
        unit.Record(new AuditEntry(check.Checker.Subject, WrittenOffAction, "loan", row.Id.ToString(), check.BusinessDate, new
        {
            check.Request.RequestId,
            loss.Alavi,
            loss.Sina,
            feeWaived = fee,
            lateWaived = loan.LateDue(check.BusinessDate),
            check.Request.Reason,
            check.Request.Maker,
            Checker = check.Checker.Subject,
        }));
        return Answer.Ok(new WrittenOffAnswer(check.Request.RequestId, CheckRequest.Approved, row.Id, FunderAmounts.Of(loss)));
    }
}
