using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Endpoints;
using LoanServicing.Platform.Time;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>The position, read from the rows of the pool and from the kept balances; the journal is not looked at.</summary>
internal static class PositionReader
{
    public static async Task<PositionView> ReadAsync(DbConnection connection, IClock clock)
    {
        var asOf = await BusinessDates.CurrentAsync(connection, clock);
        var funders = (await connection.QueryAsync<FunderRow>(PoolStore.SelectFunders)).Select(row => row.ToAccount()).ToList();
        var tranches = (await connection.QueryAsync<TrancheRow>(PoolStore.SelectTranches)).ToList();
        var balances = (await connection.QueryAsync<BalanceRow>(BalanceStore.SelectTotals)).ToList();
        var ratio = (await connection.QuerySingleAsync<PoolRow>(PoolStore.SelectPool)).Ratio;
        var deposited = new FunderShares(DepositedOf(funders, Funders.Alavi), DepositedOf(funders, Funders.Sina));
        var books = BooksOf(balances);
        var bank = BankPosition.Of(books);
        return new PositionView(
            asOf,
            asOf.ToPersian(),
            [
                .. funders.Select(funder => new FunderPosition(
                    funder.Funder, funder.Committed, funder.Deposited, funder.Reserved, funder.Drawn, funder.Collected,
                    funder.Remitted, funder.Outstanding, funder.WrittenOff, funder.Cash,
                    ratio.Ahead(funder.Funder, deposited), funder.Committed - funder.Deposited, funder.Remittable, funder.Recovered,
                    funder.Compensated, funder.LossesBorne)),
            ],
            [.. tranches.Select(tranche => TrancheOf(tranche, balances))],
            funders.Select(funder => funder.Committed).Sum() - tranches.Select(tranche => tranche.Allocation).Sum(),
            bank.FeesHeld,
            bank.LateChargesHeld,
            bank.CharityHeld,
            bank.Suspense,
            bank.BorrowersCredit,
            bank.Balance);
    }

    private static Rials DepositedOf(IEnumerable<FunderAccount> funders, string code) => funders.Single(funder => funder.Funder == code).Deposited;

    /// <summary>The kept balances as a trial balance.</summary>
    public static TrialBalance BooksOf(IEnumerable<BalanceRow> balances)
    {
        var books = new TrialBalance();
        foreach (var row in balances)
        {
            books.Add(Accounts.Of(row.Account), row.Owner, row.Debits, row.Credits);
        }

        return books;
    }

    private static TranchePosition TrancheOf(TrancheRow tranche, IReadOnlyList<BalanceRow> balances)
    {
        var books = BooksOf(balances.Where(row => row.Tranche == tranche.Code));
        var budget = tranche.ToBudget();
        return new TranchePosition(
            tranche.Code,
            budget.Allocation,
            budget.Reserved.Total,
            budget.Drawn.Total,
            budget.Available,
            new[] { Funders.Alavi, Funders.Sina }.ToDictionary(funder => funder, funder =>
            {
                var collected = books.Of(Accounts.LoansCollected, funder);
                var writtenOff = books.Of(Accounts.LoansWrittenOff, funder);
                var drawn = budget.Drawn.Of(funder);
                return new TrancheFunderPosition(budget.Reserved.Of(funder), drawn, collected, drawn - collected - writtenOff, writtenOff);
            }));
    }
}
