using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Proof;

/// <summary>What the conservation report says, read from the kept balances and the rows of funders and loans; the journal is not looked at.</summary>
internal static class ProofReader
{
    private const string SelectOwed =
        """
        select tranche, sum(share_alavi - collected_alavi - written_off_alavi) as alavi, sum(share_sina - collected_sina - written_off_sina) as sina
        from funded_loan where state <> 'returned' group by tranche
        """;

    private const string SelectDays =
        $"{BalanceStore.SelectAll} where business_date >= @from and business_date <= @to order by business_date, account, owner, tranche";

    private const string SelectAllDays = $"{BalanceStore.SelectAll} order by account, owner, tranche, business_date";

    private const string SelectLoans = $"select {LoanStore.Columns} from funded_loan where loan_id > @after order by loan_id";

    private const string SelectAllLoans = $"select {LoanStore.Columns} from funded_loan order by loan_id";

    /// <summary>A funder's own row is put beside the balances, so that each equation has its sides from different rows.</summary>
    public static async Task<Conservation> ConservationAsync(DbConnection connection)
    {
        var balances = (await connection.QueryAsync<BalanceRow>(BalanceStore.SelectTotals)).Select(SumOf).ToList();
        var tranches = (await connection.QueryAsync<TrancheRow>(PoolStore.SelectTranches)).Select(row => row.Code);
        var owed = (await connection.QueryAsync<OwedRow>(SelectOwed)).ToDictionary(row => row.Tranche, row => new FunderShares(row.Alavi, row.Sina));
        var rows = (await connection.QueryAsync<FunderRow>(PoolStore.SelectFunders)).ToDictionary(row => row.Code);
        var books = Conservation.Of(balances, tranches, owed);
        return books with { Funders = [.. books.Funders.Select(funder => WithRow(funder, rows.GetValueOrDefault(funder.Funder)))] };
    }

    /// <summary>What was booked on the days from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public static async Task<IReadOnlyList<DayProof>> DaysAsync(DbConnection connection, LocalDate from, LocalDate to) =>
        [.. (await connection.QueryAsync<BalanceRow>(SelectDays, new { from, to })).Select(row => DayProof.Of(SumOf(row)))];

    public static async IAsyncEnumerable<DayProof> AllDaysAsync(DbConnection connection)
    {
        await foreach (var row in connection.QueryUnbufferedAsync<BalanceRow>(SelectAllDays))
        {
            yield return DayProof.Of(SumOf(row));
        }
    }

    /// <summary>Loans after an id, in the order of ids. A settled loan that does not owe nothing breaks its rule too.</summary>
    public static async Task<IReadOnlyList<LoanProof>> LoansAsync(DbConnection connection, Guid after, int limit) =>
    [
        .. (await connection.QueryAsync<LoanRow>(connection.First(SelectLoans, "@limit"), new { after, limit })).Select(row =>
        {
            var proof = Proof(row);
            return proof with { Holds = proof.Holds && (row.Status != LoanState.Settled || proof.OutstandingRials.IsZero) };
        }),
    ];

    public static async IAsyncEnumerable<LoanProof> AllLoansAsync(DbConnection connection)
    {
        await foreach (var row in connection.QueryUnbufferedAsync<LoanRow>(SelectAllLoans))
        {
            yield return Proof(row);
        }
    }

    private static LoanProof Proof(LoanRow row) => LoanProof.Of(
        row.LoanId,
        new LoanFigures(row.Tranche, row.Shares, row.Collected, row.Status == LoanState.Returned ? row.Shares : FunderShares.Zero, row.WrittenOff, row.RecoveredByBearer,
            row.LossBorne));

    private static FunderConservation WithRow(FunderConservation books, FunderRow? row) => row is null
        ? books
        : books with
        {
            Deposited = row.Deposited, Drawn = row.Drawn, Collected = row.Collected, Remitted = row.Remitted, WrittenOff = row.WrittenOff, Recovered = row.Recovered,
            Compensated = row.Compensated,
        };

    private static BalanceChange SumOf(BalanceRow row) => new(row.Key, row.Debits, row.Credits);

    private sealed record OwedRow
    {
        public string Tranche { get; init; } = "";

        public Rials Alavi { get; init; }

        public Rials Sina { get; init; }
    }
}
