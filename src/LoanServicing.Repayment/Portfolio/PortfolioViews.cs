using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Money;
using LoanServicing.Repayment.Endpoints;
using NodaTime;

namespace LoanServicing.Repayment.Portfolio;

/// <summary>The loans of one class and tranche.</summary>
/// <param name="OutstandingRials">Principal owed.</param>
/// <param name="ClassifiedRials">What of it has moved to the class; the rest counts as current.</param>
/// <param name="MaturedPrincipalRials">Fallen due and unpaid.</param>
/// <param name="MaturedFeeRials">Fees fallen due and unpaid: the servicing bank's.</param>
/// <param name="ProvisionRials">Set aside against all of the principal owed.</param>
public sealed record PortfolioRow(
    string Class,
    string Tranche,
    int Loans,
    Rials OutstandingRials,
    Rials ClassifiedRials,
    Rials MaturedPrincipalRials,
    Rials MaturedFeeRials,
    Rials ProvisionRials,
    FunderProvisions Funders)
{
    internal static PortfolioRow Of((LoanClass Class, string Tranche, LoanSums Sums) row) => new(
        row.Class.Code(),
        row.Tranche,
        row.Sums.Loans,
        row.Sums.Outstanding.Total,
        row.Sums.Classified.Total,
        row.Sums.MaturedPrincipal,
        row.Sums.MaturedFee,
        row.Sums.Provision.Total,
        FunderProvisions.Of(row.Sums.Outstanding, row.Sums.Classified, row.Sums.Provision));
}

/// <summary>All loans together.</summary>
public sealed record PortfolioTotals(
    int Loans,
    Rials OutstandingRials,
    Rials ClassifiedRials,
    Rials MaturedPrincipalRials,
    Rials MaturedFeeRials,
    Rials ProvisionRials,
    FunderProvisions Funders);

/// <summary>Portfolio at risk: the principal owed of loans with more than so many days overdue.</summary>
/// <param name="PartsPerMillion">Of the principal of all loans.</param>
public sealed record AtRiskRow(int OverDays, int Loans, Rials OutstandingRials, long PartsPerMillion);

/// <summary>Loans of which something has matured, by the full Solar Hijri months since the oldest unpaid due date.</summary>
/// <param name="Months">0, 1, 2, 3-6, 7-12, 13-17 or 18+.</param>
public sealed record AgeingRow(string Months, int Loans, Rials MaturedRials, Rials MaturedPrincipalRials, Rials MaturedFeeRials);

/// <summary>The rates of provisions on the day, in hundredths of a percent.</summary>
public sealed record ProvisionRatesView(int GeneralBasisPoints, int PastDueBasisPoints, int OverdueBasisPoints, int DoubtfulBasisPoints);

/// <summary>The portfolio on a day (docs/arrears.md).</summary>
public sealed record PortfolioView(
    LocalDate AsOf,
    string AsOfPersian,
    ProvisionRatesView Rates,
    IReadOnlyList<PortfolioRow> Items,
    PortfolioTotals Totals,
    IReadOnlyList<AtRiskRow> AtRisk,
    IReadOnlyList<AgeingRow> Ageing)
{
    internal static PortfolioView Of(LocalDate asOf, ProvisionRates rates, PortfolioSums sums) => new(
        asOf,
        asOf.ToPersian(),
        new ProvisionRatesView(rates.GeneralBasisPoints, rates.PastDueBasisPoints, rates.OverdueBasisPoints, rates.DoubtfulBasisPoints),
        [.. sums.Classes.Select(PortfolioRow.Of)],
        TotalsOf(sums.Whole),
        [.. sums.AtRisk.Select(one => new AtRiskRow(one.OverDays, one.Loans, one.Outstanding, one.PartsPerMillion))],
        [
            .. sums.Ageing.Select(one => new AgeingRow(
                one.Months.Code, one.Sums.Loans, one.Sums.MaturedPrincipal + one.Sums.MaturedFee, one.Sums.MaturedPrincipal, one.Sums.MaturedFee)),
        ]);

    private static PortfolioTotals TotalsOf(LoanSums sums) => new(
        sums.Loans,
        sums.Outstanding.Total,
        sums.Classified.Total,
        sums.MaturedPrincipal,
        sums.MaturedFee,
        sums.Provision.Total,
        FunderProvisions.Of(sums.Outstanding, sums.Classified, sums.Provision));
}

/// <summary>One loan of the portfolio on a day.</summary>
/// <param name="LateFrom">First day on which the oldest unpaid instalment counts as late.</param>
public sealed record PortfolioLoan(
    Guid LoanId,
    string ContractNumber,
    string Tranche,
    string County,
    string Class,
    LocalDate? OldestDue,
    string? OldestDuePersian,
    LocalDate? LateFrom,
    string? LateFromPersian,
    int DaysOverdue,
    int MonthsOverdue,
    Rials OutstandingRials,
    Rials ClassifiedRials,
    Rials MaturedPrincipalRials,
    Rials MaturedFeeRials,
    Rials ProvisionRials,
    FunderProvisions Funders)
{
    internal static PortfolioLoan Of(ClassifiedLoan loan)
    {
        var (row, arrears, provision) = loan;
        return new PortfolioLoan(
            row.Id,
            row.ContractNumber,
            row.Tranche,
            row.County,
            provision.Class.Code(),
            arrears.OldestDue,
            arrears.OldestDue.ToPersian(),
            arrears.LateFrom,
            arrears.LateFrom.ToPersian(),
            arrears.DaysOverdue,
            arrears.MonthsOverdue,
            provision.Outstanding.Total,
            provision.Classified.Total,
            arrears.MaturedPrincipal,
            arrears.MaturedFee,
            provision.Provision.Total,
            FunderProvisions.Of(provision.Outstanding, provision.Classified, provision.Provision));
    }
}

/// <summary>Some loans of the portfolio. A page may have fewer than its limit and still go on.</summary>
public sealed record PortfolioLoanPage(LocalDate AsOf, string AsOfPersian, IReadOnlyList<PortfolioLoan> Items, string? NextCursor);
