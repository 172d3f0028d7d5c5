using System.Text.Json.Serialization;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>A funder's principal in a loan or in many, by what its arrears make of it.</summary>
/// <param name="ClassifiedRials">What of it has moved to the class; the rest counts as current.</param>
/// <param name="ProvisionRials">Set aside against all of it.</param>
public sealed record FunderProvision(Rials OutstandingRials, Rials ClassifiedRials, Rials ProvisionRials);

public sealed record FunderProvisions(
    [property: JsonPropertyName(Funders.Alavi)] FunderProvision Alavi,
    [property: JsonPropertyName(Funders.Sina)] FunderProvision Sina)
{
    internal static FunderProvisions Of(FunderShares outstanding, FunderShares classified, FunderShares provision) => new(
        new FunderProvision(outstanding.Alavi, classified.Alavi, provision.Alavi),
        new FunderProvision(outstanding.Sina, classified.Sina, provision.Sina));
}

/// <summary>Arrears of a loan on a day (docs/arrears.md).</summary>
/// <param name="LateFrom">First day on which the oldest unpaid instalment counts as late; a due date on a holiday can be paid on the next business day.</param>
/// <param name="DaysOverdue">0 before that day, 1 on it.</param>
/// <param name="MonthsOverdue">Full Solar Hijri months since the due date itself.</param>
/// <param name="MaturedRials">Principal and fee fallen due and unpaid.</param>
/// <param name="OutstandingRials">Principal owed.</param>
/// <param name="NotMaturedRials">Principal owed that has not fallen due.</param>
/// <param name="ClassifiedRials">Principal that has moved to the class: what has matured, in doubtful all; the rest counts as current.</param>
/// <param name="ProvisionRials">Set aside against the principal, the general provision included.</param>
public sealed record ArrearsView(
    LocalDate AsOf,
    string AsOfPersian,
    string Class,
    LocalDate? OldestDue,
    string? OldestDuePersian,
    LocalDate? LateFrom,
    string? LateFromPersian,
    int DaysOverdue,
    int MonthsOverdue,
    Rials MaturedRials,
    Rials MaturedPrincipalRials,
    Rials MaturedFeeRials,
    Rials OutstandingRials,
    Rials NotMaturedRials,
    Rials ClassifiedRials,
    Rials ProvisionRials,
    FunderProvisions Funders)
{
    /// <param name="loan">As it stood on the day.</param>
    internal static ArrearsView Of(Loan loan, LocalDate asOf, LoanCalendar calendar, ProvisionRates rates)
    {
        var arrears = loan.ArrearsOn(asOf, calendar.NextBusinessDay);
        var (_, owed, classified, provision) = Provisions.Of(loan, arrears, asOf, rates);
        return new ArrearsView(
            asOf,
            asOf.ToPersian(),
            arrears.Class.Code(),
            arrears.OldestDue,
            arrears.OldestDue.ToPersian(),
            arrears.LateFrom,
            arrears.LateFrom.ToPersian(),
            arrears.DaysOverdue,
            arrears.MonthsOverdue,
            arrears.Matured,
            arrears.MaturedPrincipal,
            arrears.MaturedFee,
            owed.Total,
            owed.Total - arrears.MaturedPrincipal,
            classified.Total,
            provision.Total,
            FunderProvisions.Of(owed, classified, provision));
    }
}
