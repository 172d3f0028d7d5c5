using LoanServicing.Contracts;
using LoanServicing.Domain;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Http;

namespace LoanServicing.Funding.Handlers;

/// <summary>
/// A borrower gets back what was overpaid, once a second person of finance has checked it. The limit is the loan's credit that the journal has; the loan's
/// row, which every refund writes, lets two refunds of the same credit take turns. Repayment hears of it.
/// </summary>
internal static class Refunds
{
    public const string CheckName = "funding.refund";

    public static CheckKind Kind { get; } = new(CheckName, [Roles.Finance], RecordAsync, Withdrawals.RefuseAsync);

    public static ApiProblem MoreThanCredit(Rials held) =>
        ApiProblem.WrongState("refund.more-than-credit", "held", new Bilingual(
            $"Only {held} rials of this loan's credit are booked and not refunded yet.", $"تنها {held} ریال از بستانکاری این تسهیلات ثبت شده و هنوز مسترد نشده است."));

    private static async Task<Answer> RecordAsync(CheckContext check)
    {
        var unit = check.Unit;
        var refund = await WithdrawalStore.GetAsync(unit, Guid.Parse(check.Request.SubjectId));
        var loanId = refund.LoanId ?? throw new InvalidOperationException($"The refund {refund.WithdrawalId:D} is of no loan; verify says how it is damaged.");
        var loan = await LoanStore.FindAsync(unit, loanId) ?? throw new InvalidOperationException($"The refund {refund.WithdrawalId:D} is of a loan without a row.");
        if (refund.Amount > loan.CreditHeld)
        {
            return MoreThanCredit(loan.CreditHeld);
        }

        var fact = await FactAsync(check, refund, loanId);
        await LoanStore.UpdateAsync(unit, loan with { Refunded = loan.Refunded + refund.Amount });
        await WithdrawalStore.DecideAsync(unit, refund, RecordStatus.Recorded, check.Checker.Subject, fact.Header.MessageId);
        await JournalStore.AppendAsync(unit, Postings.CreditRefund(Withdrawals.Origin(check, refund, loanId), loan.Tranche, refund.Amount));
        unit.Publish(fact);
        return Withdrawals.Recorded(check, refund, loan.CreditHeld);
    }

    private static async Task<CreditRefunded> FactAsync(CheckContext check, WithdrawalRow refund, Guid loanId)
    {
        var sequence = 1 + await WithdrawalStore.CountRefundsAsync(check.Unit, loanId);
        return new CreditRefunded(
            check.Unit.Header(Streams.Refund, loanId, sequence, check.BusinessDate), loanId, refund.WithdrawalId, refund.Amount, refund.ValueDate, refund.BankReference);
    }
}
