using LoanServicing.Domain;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Http;
using LoanServicing.Repayment.PlanChanges;
using LoanServicing.Repayment.Store;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>
/// What closes a loan on a day: all principal outstanding, the fees of the loan-years begun by then, and unpaid charges for lateness; fees of later years are dropped.
/// </summary>
/// <param name="ValidThrough">
/// The last value date of payment for which the figure holds if nothing else is received: the day before a further loan-year begins or a further day of
/// lateness is charged, and at most as many days on as
/// the product says (<see cref="Domain.Programmes.LoanProduct.SettlementDays"/>).
/// </param>
public sealed record SettlementView(
    Guid LoanId,
    LocalDate On,
    string OnPersian,
    Rials PrincipalRials,
    Rials FeeRials,
    Rials LateChargesRials,
    Rials SettlementRials,
    LocalDate ValidThrough,
    string ValidThroughPersian,
    string DepositId)
{
    /// <param name="loan">Owed, or settled.</param>
    /// <param name="programme">Whose product says for how many days the figure is good.</param>
    internal static SettlementView Of(LoanRow row, Loan loan, LocalDate day, Programme programme)
    {
        var through = SettlementEndpoint.LastDayOf(loan, day, PlanChangeRequest.ProductOf(programme, row).SettlementDays);
        return new SettlementView(
            row.Id,
            day,
            day.ToPersian(),
            loan.Outstanding,
            loan.FeeDue(day),
            loan.LateDue(day),
            loan.Settlement(day),
            through,
            through.ToPersian(),
            row.DepositId);
    }
}

/// <summary><c>GET /loans/{id}/settlement</c>. Settling is one receipt of the figure.</summary>
internal static class SettlementEndpoint
{
    public static IResult Of(LoanReading reading, LocalDate day, Programme programme, LoanCalendar calendar)
    {
        var loan = reading.Row.ToLoan(calendar);
        if (loan.State is not (LoanState.Active or LoanState.Settled))
        {
            return ApiResults.Problem(ApiProblem.WrongState("loan.not-owed", reading.Row.Status, new Bilingual(
                "The loan is not repaid any more: its payment came back, or it is written off.", "این تسهیلات دیگر بازپرداخت نمی‌شود: پرداخت آن برگشته یا سوخت شده است.")));
        }

        return day < reading.Row.PaidOutOn
            ? ApiResults.Problem(BeforePayingOut(reading.Row.PaidOutOn))
            : ApiResults.Ok(SettlementView.Of(reading.Row, loan, day, programme));
    }

    /// <summary>No receipt can have a value date before that day; for a moment the services may have different business dates.</summary>
    private static ApiProblem BeforePayingOut(LocalDate paidOutOn) => ApiProblem.Malformed("on", "settlement.before-paying-out", new(
        $"The loan is paid out on {paidOutOn:uuuu-MM-dd}; ask for that day or a later one.", $"این تسهیلات در {paidOutOn.ToPersian()} پرداخت شده است؛ همان روز یا روزی پس از آن را بفرستید."));

    public static ApiProblem Past(LocalDate today) => ApiProblem.Malformed("on", "settlement.past", new(
        $"A day from the business date on, {today:uuuu-MM-dd}, is expected.", $"روزی از تاریخ کاری {today:uuuu-MM-dd} به بعد لازم است."));

    internal static LocalDate LastDayOf(Loan loan, LocalDate day, int days)
    {
        day = LocalDate.Max(day, loan.Ledger.PaidOutOn);
        var (begun, late) = (loan.Ledger.YearsBegunBy(day), loan.LateDue(day));
        return Enumerable.Range(1, days).Select(day.PlusDays)
            .FirstOrDefault(next => loan.Ledger.YearsBegunBy(next) > begun || loan.LateDue(next) != late, day.PlusDays(days + 1))
            .PlusDays(-1);
    }
}
