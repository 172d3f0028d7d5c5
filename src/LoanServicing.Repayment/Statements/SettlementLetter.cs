using LoanServicing.Domain;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Http;
using LoanServicing.Repayment.Endpoints;
using LoanServicing.Repayment.Store;
using NodaTime;

namespace LoanServicing.Repayment.Statements;

/// <summary>That nothing is owed on a loan any more.</summary>
/// <param name="On">The business date on which the letter is given; it speaks of that day.</param>
/// <param name="SettledOn">The value date of the receipt that paid the last rial, of those that count today.</param>
/// <param name="CreditRials">Owed back to the borrower.</param>
public sealed record SettlementLetterView(
    Guid LoanId,
    LocalDate On,
    string OnPersian,
    string ContractNumber,
    string FullName,
    string NationalId,
    LocalDate PaidOutOn,
    string PaidOutOnPersian,
    Rials PrincipalRials,
    Rials FeePaidRials,
    Rials LateChargesPaidRials,
    LocalDate SettledOn,
    string SettledOnPersian,
    Rials CreditRials)
{
    /// <param name="loan">Settled.</param>
    /// <param name="receipts">All of the loan, in order of arrival.</param>
    /// <param name="today">The business date.</param>
    internal static SettlementLetterView Of(LoanRow row, Loan loan, IReadOnlyList<ReceiptRow> receipts, LocalDate today)
    {
        var settledOn = SettledOnOf(loan, [.. receipts.Where(receipt => receipt.ReversedOn is null).Select(receipt => receipt.Money)]);
        return new SettlementLetterView(
            row.Id,
            today,
            today.ToPersian(),
            row.ContractNumber,
            row.FullName,
            row.NationalId,
            row.PaidOutOn,
            row.PaidOutOn.ToPersian(),
            row.Principal,
            loan.Standing.FeePaid,
            loan.Standing.Late.Paid,
            settledOn,
            settledOn.ToPersian(),
            row.CreditOwed);
    }

    /// <summary>The last value date on which something was paid; what came later is credit. A waiver that came after it has closed the loan.</summary>
    private static LocalDate SettledOnOf(Loan loan, IReadOnlyList<LoanReceipt> counting)
    {
        var paid = counting.Zip(loan.Ledger.Replay(counting).Steps)
            .Where(pair => pair.Second.Allocations.Count > 0 || pair.Second.Late.IsPositive)
            .Max(pair => pair.First.ValueDate);
        return loan.Ledger.Late.LastWaivedOn is { } waivedOn && waivedOn > paid ? waivedOn : paid;
    }

    /// <summary>Why there is no letter, with what closes the loan today; nothing does where it is not repaid any more.</summary>
    internal static ApiProblem NotSettled(LoanRow row, Loan loan, LocalDate today, Programme programme)
    {
        if (loan.State != LoanState.Active)
        {
            return ApiProblem.WrongState("loan.not-settled", row.Status, new Bilingual(
                "The loan is not settled and not repaid any more: its payment came back, or it is written off.",
                "این تسهیلات تسویه نشده است و دیگر بازپرداخت نمی‌شود: پرداخت آن برگشته یا سوخت شده است."));
        }

        var figure = SettlementView.Of(row, loan, today, programme);
        return ApiProblem.WrongState("loan.not-settled", row.Status, new Bilingual(
                $"The loan is not settled: {figure.SettlementRials} rials close it today, and through {figure.ValidThrough:uuuu-MM-dd} if nothing else is received.",
                $"این تسهیلات تسویه نشده است: امروز، و اگر وجه دیگری نرسد تا {figure.ValidThroughPersian}، با پرداخت {figure.SettlementRials} ریال بسته می‌شود."))
            .With("settlementRials", figure.SettlementRials)
            .With("validThrough", figure.ValidThrough)
            .With("validThroughPersian", figure.ValidThroughPersian)
            .With("depositId", figure.DepositId);
    }
}
