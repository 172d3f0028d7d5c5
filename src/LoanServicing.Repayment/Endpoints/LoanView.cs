using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Repayment.Store;
using NodaTime;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>A funder's part of a loan's principal.</summary>
public sealed record FunderStanding(Rials ShareRials, Rials RepaidRials, Rials OutstandingRials);

public sealed record FunderStandings(
    [property: System.Text.Json.Serialization.JsonPropertyName(Funders.Alavi)] FunderStanding Alavi,
    [property: System.Text.Json.Serialization.JsonPropertyName(Funders.Sina)] FunderStanding Sina);

/// <summary>The oldest instalment of which something is unpaid, and how much.</summary>
public sealed record NextDueView(LocalDate Date, string DatePersian, Rials AmountRials)
{
    /// <summary>Null where nothing is owed.</summary>
    internal static NextDueView? Of(Loan loan) =>
        loan.NextDue is { } next ? new NextDueView(next.DueDate, next.DueDate.ToPersian(), next.Amount) : null;
}

/// <summary>A loan as of the business date. Repaid, outstanding and the funders' figures are principal.</summary>
/// <param name="Class">By the oldest unpaid instalment; null when the loan is not active.</param>
/// <param name="FeeDueRials">Fees unpaid of the loan-years that have begun.</param>
/// <param name="CreditRials">Overpaid and not refunded.</param>
/// <param name="WrittenOffRials">Principal that the funders have taken as their loss.</param>
/// <param name="RecoveredRials">What has come back of that loss.</param>
/// <param name="LateChargesRials">Charges for lateness unpaid, as a receipt of today pays them.</param>
/// <param name="SettlementRials">What closes the loan today, fees and charges for lateness due included.</param>
public sealed record LoanView(
    Guid LoanId,
    Guid ApplicationId,
    string Status,
    string? Class,
    string Tranche,
    string County,
    string ContractNumber,
    LocalDate PaidOutOn,
    string PaidOutOnPersian,
    Rials PrincipalRials,
    Rials RepaidRials,
    Rials OutstandingRials,
    Rials WrittenOffRials,
    Rials RecoveredRials,
    Rials FeePaidRials,
    Rials FeeDueRials,
    Rials LateChargesRials,
    Rials CreditRials,
    FunderStandings Funders,
    NextDueView? NextDue,
    Rials SettlementRials,
    string DepositId)
{
    internal static LoanView Of(LoanRow row, LocalDate businessDate, LoanCalendar calendar)
    {
        var loan = row.ToLoan(calendar);
        return new LoanView(
            row.Id,
            row.ApplicationId,
            row.Status,
            loan.State == LoanState.Active ? loan.ClassOn(businessDate).Code() : null,
            row.Tranche,
            row.County,
            row.ContractNumber,
            row.PaidOutOn,
            row.PaidOutOn.ToPersian(),
            row.Principal,
            row.PrincipalRepaid,
            loan.Outstanding,
            loan.WrittenOff.Total,
            loan.Standing.Recovered,
            loan.Standing.FeePaid,
            loan.FeeDue(businessDate),
            loan.LateDue(businessDate),
            row.CreditOwed,
            FundersOf(loan),
            NextDueView.Of(loan),
            loan.Settlement(businessDate),
            row.DepositId);
    }

    private static FunderStandings FundersOf(Loan loan)
    {
        var (repaid, outstanding) = (loan.Repaid, loan.OutstandingShares);
        return new FunderStandings(
            new FunderStanding(loan.Shares.Alavi, repaid.Alavi, outstanding.Alavi),
            new FunderStanding(loan.Shares.Sina, repaid.Sina, outstanding.Sina));
    }
}

/// <summary>A page of loans.</summary>
public sealed record LoanPage(IReadOnlyList<LoanView> Items, string? NextCursor);
