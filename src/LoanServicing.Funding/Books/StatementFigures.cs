using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Hosting;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Funding.Books;

/// <summary>Puts beside each figure of a statement the way to its entries.</summary>
internal sealed class StatementFigures(FunderPeriod figures, BookDays days, IReadOnlyDictionary<string, long> disbursements)
{
    private readonly string _before = $"&to={Iso(days.From.PlusDays(-1))}";

    private readonly string _within = $"&from={Iso(days.From)}&to={Iso(days.To)}";

    private readonly string _through = $"&to={Iso(days.To)}";

    /// <param name="period">The accounting period that the days are of, and its state; null where there is none.</param>
    public FunderStatementView View((string Code, string State)? period) => new(
        figures.Funder,
        days.From,
        days.From.ToPersian(),
        days.To,
        days.To.ToPersian(),
        period?.Code,
        period?.State,
        [.. Tranches.All.Select(tranche => Principal(tranche, figures.Tranches[tranche], disbursements.GetValueOrDefault(tranche)))],
        Principal(null, figures.Pool, disbursements.Values.Sum()),
        Cash());

    private PrincipalStatement Principal(string? tranche, PrincipalFigures of, long count) => new(
        tranche,
        Figure(of.Opening, StatementAccounts.Outstanding, _before, tranche),
        Figure(of.Disbursed, StatementAccounts.Disbursed, _within, tranche) with { Count = count },
        Figure(of.Returned, StatementAccounts.Returned, _within, tranche),
        Figure(of.Collected, StatementAccounts.Collected, _within, tranche),
        Figure(of.WrittenOff, StatementAccounts.WrittenOff, _within, tranche),
        Figure(of.Closing, StatementAccounts.Outstanding, _through, tranche));

    private CashStatement Cash() => new(
        Figure(figures.Cash.Opening, StatementAccounts.Cash, _before),
        Figure(figures.Cash.Deposited, StatementAccounts.Deposited, _within),
        Figure(figures.Cash.Collected, StatementAccounts.Collected, _within),
        Figure(figures.Cash.Recovered, StatementAccounts.Recovered, _within),
        Figure(figures.Cash.Compensated, StatementAccounts.Compensated, _within),
        Figure(figures.Cash.Returned, StatementAccounts.Returned, _within),
        Figure(figures.Cash.Disbursed, StatementAccounts.Disbursed, _within) with { Count = disbursements.Values.Sum() },
        Figure(figures.Cash.Remitted, StatementAccounts.Remitted, _within),
        Figure(figures.Cash.Closing, StatementAccounts.Cash, _through));

    private StatementFigure Figure(Rials amount, IEnumerable<Account> accounts, string dates, string? tranche = null)
    {
        var ofTranche = tranche is null ? "" : $"&tranche={tranche}";
        return new StatementFigure(
            amount,
            null,
            [.. accounts.Select(account => $"{PlatformApplication.ApiPrefix}{LedgerEndpoint.Path}?account={account}&owner={figures.Funder}{ofTranche}{dates}")]);
    }

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
