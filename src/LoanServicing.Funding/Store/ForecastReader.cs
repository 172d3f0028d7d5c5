using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Endpoints;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>The forecast, from the rows of the funders, the kept balances and the planned days; no loan is looked at.</summary>
internal static class ForecastReader
{
    /// <param name="asOf">The business date.</param>
    /// <param name="days">How many days, the first included.</param>
    public static async Task<ForecastView> ReadAsync(DbConnection connection, LocalDate asOf, int days)
    {
        var through = asOf.PlusDays(days - 1);
        var funders = (await connection.QueryAsync<FunderRow>(PoolStore.SelectFunders)).Select(row => row.ToAccount()).ToList();
        var books = PositionReader.BooksOf(await connection.QueryAsync<BalanceRow>(BalanceStore.SelectTotals));
        var totals = await connection.QuerySingleAsync<PlannedTotalsRow>(PlannedCollectionStore.SelectTotals, new { from = asOf });
        var planned = (await connection.QueryAsync<PlannedRow>(PlannedCollectionStore.SelectBetween, new { from = asOf, to = through }))
            .ToDictionary(row => row.DueDate, row => row.Shares);
        var outlooks = funders.Select(funder => new Outlook(funder, books.Of(Accounts.Clearing, funder.Funder), totals)).ToList();
        return new ForecastView(
            asOf,
            asOf.ToPersian(),
            through,
            through.ToPersian(),
            [.. outlooks.Select(outlook => outlook.View)],
            [.. Enumerable.Range(0, days).Select(asOf.PlusDays).SelectMany(day => outlooks.Select(outlook => outlook.Next(day, planned.GetValueOrDefault(day))))]);
    }

    /// <summary>One funder's cash, day after day.</summary>
    private sealed class Outlook(FunderAccount funder, Rials ordered, PlannedTotalsRow totals)
    {
        private Rials _cash = funder.Cash;
        private Rials _payments = ordered;

        public FunderForecast View { get; } = new(
            funder.Funder,
            funder.Cash,
            funder.Reserved - ordered,
            totals.Overdue.Of(funder.Funder),
            funder.Outstanding - totals.All.Of(funder.Funder));

        public ForecastDay Next(LocalDate day, FunderShares planned)
        {
            var (opening, payments, collections) = (_cash, _payments, planned.Of(funder.Funder));
            (_cash, _payments) = (opening + collections - payments, Rials.Zero);
            return new ForecastDay(day, day.ToPersian(), funder.Funder, opening, collections, payments, _cash, _cash - View.PromisedRials);
        }
    }
}
