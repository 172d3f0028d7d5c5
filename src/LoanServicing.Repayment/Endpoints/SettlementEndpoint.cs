using LoanServicing.Domain;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>What closes a loan on a day: all principal outstanding and the fees of the loan-years begun by then; fees of later years are dropped.</summary>
/// <param name="ValidThrough">
/// The last value date of payment for which the figure holds if nothing else is received: the day before a further loan-year begins, and at most
/// <see cref="SettlementEndpoint.LongestDays"/> days.
/// </param>
public sealed record SettlementView(
    Guid LoanId,
    LocalDate On,
    string OnPersian,
    Rials PrincipalRials,
    Rials FeeRials,
    Rials SettlementRials,
    LocalDate ValidThrough,
    string ValidThroughPersian,
    string DepositId);

/// <summary><c>GET /loans/{id}/settlement</c>. Settling is one receipt of the figure.</summary>
internal static class SettlementEndpoint
{
    /// <summary>A figure is good for a month: until then the borrower can find the money, and after it is asked for anew.</summary>
    public const int LongestDays = 30;

    public static IResult Of(LoanReading reading, LocalDate day)
    {
        var loan = reading.Row.ToLoan();
        if (loan.State is not (LoanState.Active or LoanState.Settled))
        {
            return ApiResults.Problem(ApiProblem.WrongState("loan.not-owed", reading.Row.Status, new Bilingual(
                "The loan is not repaid any more: its payment came back, or it is written off.", "این تسهیلات دیگر بازپرداخت نمی‌شود: پرداخت آن برگشته یا سوخت شده است.")));
        }

        var through = LastDayOf(loan, day);
        return ApiResults.Ok(new SettlementView(
            reading.Row.Id,
            day,
            day.ToPersian(),
            loan.Outstanding,
            loan.FeeDue(day),
            loan.Settlement(day),
            through,
            through.ToPersian(),
            reading.Row.DepositId));
    }

    public static ApiProblem Past(LocalDate today) => ApiProblem.Malformed("on", "settlement.past", new(
        $"A day from the business date on, {today:uuuu-MM-dd}, is expected.", $"روزی از تاریخ کاری {today:uuuu-MM-dd} به بعد لازم است."));

    private static LocalDate LastDayOf(Loan loan, LocalDate day)
    {
        var begun = loan.Ledger.YearsBegunBy(day);
        return Enumerable.Range(1, LongestDays).Select(day.PlusDays).FirstOrDefault(next => loan.Ledger.YearsBegunBy(next) > begun, day.PlusDays(LongestDays + 1)).PlusDays(-1);
    }
}
