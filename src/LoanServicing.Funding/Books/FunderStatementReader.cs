using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Programmes;
using LoanServicing.Funding.Store;

namespace LoanServicing.Funding.Books;

/// <summary>What a statement is made of, as it was read at once.</summary>
/// <param name="Unequal">What is wrong with the funder's debits and credits themselves.</param>
/// <param name="Disbursements">How many, by tranche.</param>
internal sealed record StatementReading(FunderPeriod Figures, IReadOnlyList<string> Unequal, IReadOnlyDictionary<string, long> Disbursements)
{
    public IReadOnlyList<string> Problems() => [.. Unequal, .. Figures.Problems()];
}

/// <summary>A funder's figures from the kept balances; the journal is not looked at.</summary>
internal static class FunderStatementReader
{
    private const string SelectThrough =
        """
        select account, owner, tranche, sum(debits) as debits, sum(credits) as credits
        from balance where owner = @funder and business_date <= @day
        group by account, owner, tranche
        """;

    private const string CountDisbursements =
        """
        select tranche, count(*) as entries from ledger_entry
        where account = @account and owner = @funder and business_date >= @from and business_date <= @to
        group by tranche
        """;

    public static async Task<StatementReading> ReadAsync(DbConnection connection, string funder, BookDays days)
    {
        var before = (await connection.QueryAsync<BalanceRow>(SelectThrough, new { funder, day = days.From.PlusDays(-1) })).ToList();
        var through = (await connection.QueryAsync<BalanceRow>(SelectThrough, new { funder, day = days.To })).ToList();
        var disbursements = new Dictionary<string, long>();
        foreach (var account in StatementAccounts.Disbursed)
        {
            var counted = await connection.QueryAsync<CountRow>(CountDisbursements, new { account = account.Code, funder, from = days.From, to = days.To });
            foreach (var row in counted)
            {
                disbursements[row.Tranche] = disbursements.GetValueOrDefault(row.Tranche) + row.Entries;
            }
        }

        var tranches = Tranches.All.ToDictionary(
            tranche => tranche, tranche => PrincipalFigures.Of(BooksOf(before, tranche), BooksOf(through, tranche), funder));
        var (all, allBefore) = (PositionReader.BooksOf(through), PositionReader.BooksOf(before));
        var figures = new FunderPeriod(funder, tranches, PrincipalFigures.Of(allBefore, all, funder), CashFigures.Of(allBefore, all, funder));
        return new StatementReading(figures, AccountBalances.Problems(through.Select(row => row.ToBalance())), disbursements);
    }

    private static TrialBalance BooksOf(IEnumerable<BalanceRow> rows, string tranche) => PositionReader.BooksOf(rows.Where(row => row.Tranche == tranche));

    private sealed record CountRow
    {
        public string Tranche { get; init; } = "";

        public long Entries { get; init; }
    }
}
