using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Store;

/// <summary>
/// The rows of the pool, its tranches and funders. The pool's row is written against its version, so that reservations and releases take
/// turns on it; the others only ever get amounts added, so that receipts, of which there are many, wait for nobody's decision.
/// </summary>
internal static class PoolStore
{
    public const string SelectPool =
        "select ratio_alavi, ratio_sina, total, alavi, movements, last_queue_number, version, loss_order from pool where id = 1";

    public const string SelectTranches =
        """
        select code, allocation, first_allocation, reserved_alavi, reserved_sina, drawn_alavi, drawn_sina, waiting
        from tranche order by code
        """;

    public const string SelectFunders =
        "select code, committed, deposited, reserved, drawn, collected, remitted, written_off, recovered, compensated from funder order by code";

    // Whoever decides on the limits writes the row first, as it is, and so waits until all who decided before have ended.
    private const string TakeTurn = "update pool set version = version where id = 1";

    private const string UpdatePool =
        """
        update pool
        set total = @Total, alavi = @Alavi, movements = @Movements, last_queue_number = @LastQueueNumber, version = version + 1
        where id = 1 and version = @Version
        """;

    private const string AddToTranche =
        """
        update tranche
        set allocation = allocation + @Allocation,
            reserved_alavi = reserved_alavi + @ReservedAlavi, reserved_sina = reserved_sina + @ReservedSina,
            drawn_alavi = drawn_alavi + @DrawnAlavi, drawn_sina = drawn_sina + @DrawnSina,
            waiting = waiting + @Waiting, version = version + 1
        where code = @Code
        """;

    private const string AddToFunder =
        """
        update funder
        set deposited = deposited + @Deposited, reserved = reserved + @Reserved, drawn = drawn + @Drawn,
            collected = collected + @Collected, remitted = remitted + @Remitted, written_off = written_off + @WrittenOff, recovered = recovered + @Recovered,
            compensated = compensated + @Compensated, version = version + 1
        where code = @Code
        """;

    /// <summary>The books to look at and not to decide on: each statement may see another moment, and the next unit may change them.</summary>
    public static async Task<PoolBooks> ReadAsync(DbConnection connection) => BooksOf(
        await connection.QuerySingleAsync<PoolRow>(SelectPool),
        await connection.QueryAsync<TrancheRow>(SelectTranches),
        await connection.QueryAsync<FunderRow>(SelectFunders));

    /// <summary>The books to decide on, once all who decided before have ended.</summary>
    public static async Task<PoolBooks> LoadAsync(UnitOfWork unit)
    {
        RowVersion.Expect(await unit.ExecuteAsync(TakeTurn), "The pool");
        return BooksOf(
            await unit.QuerySingleAsync<PoolRow>(SelectPool),
            await unit.QueryAsync<TrancheRow>(SelectTranches),
            await unit.QueryAsync<FunderRow>(SelectFunders));
    }

    public static async Task SaveAsync(UnitOfWork unit, PoolBooks before, PoolBooks after)
    {
        var pool = new { after.Limits.Pool.Total, after.Limits.Pool.Alavi, after.Movements, after.LastQueueNumber, before.Version };
        RowVersion.Expect(await unit.ExecuteAsync(UpdatePool, pool), "The pool");
        foreach (var code in after.Limits.Tranches.Keys.Order(StringComparer.Ordinal))
        {
            var waiting = after.Waiting[code] - before.Waiting[code];
            await AddToTrancheAsync(unit, before.Limits.Tranches[code], after.Limits.Tranches[code], waiting);
        }

        await AddToFunderAsync(unit, before.Limits.Alavi, after.Limits.Alavi);
        await AddToFunderAsync(unit, before.Limits.Sina, after.Limits.Sina);
    }

    /// <summary>A reservation has been paid out; the pool's ratio is not touched.</summary>
    public static async Task DrawAsync(UnitOfWork unit, string tranche, FunderShares shares)
    {
        var change = new
        {
            Code = tranche,
            Allocation = Rials.Zero,
            ReservedAlavi = -shares.Alavi,
            ReservedSina = -shares.Sina,
            DrawnAlavi = shares.Alavi,
            DrawnSina = shares.Sina,
            Waiting = 0,
        };
        RowVersion.Expect(await unit.ExecuteAsync(AddToTranche, change), $"The tranche {tranche}");
        await AddToFunderAsync(unit, new FunderChange(Funders.Alavi) { Reserved = -shares.Alavi, Drawn = shares.Alavi });
        await AddToFunderAsync(unit, new FunderChange(Funders.Sina) { Reserved = -shares.Sina, Drawn = shares.Sina });
    }

    /// <summary>Principal has been repaid, given up, recovered or paid for by the other funder, or by a negative amount turned out not to have been.</summary>
    public static async Task CollectAsync(UnitOfWork unit, PostingParts parts)
    {
        foreach (var funder in new[] { Funders.Alavi, Funders.Sina })
        {
            await AddToFunderAsync(unit, new FunderChange(funder)
            {
                Collected = parts.Principal.Of(funder),
                WrittenOff = parts.WrittenOff.Of(funder),
                Recovered = parts.Recovered.Of(funder),
                Compensated = parts.Compensated.Of(funder),
            });
        }
    }

    private static PoolBooks BooksOf(PoolRow pool, IEnumerable<TrancheRow> trancheRows, IEnumerable<FunderRow> funderRows)
    {
        var tranches = trancheRows.ToList();
        var funders = funderRows.ToDictionary(row => row.Code, row => row.ToAccount());
        var limits = new FundingLimits(
            pool.Ratio,
            pool.Position,
            funders[Funders.Alavi],
            funders[Funders.Sina],
            tranches.ToDictionary(row => row.Code, row => row.ToBudget()));
        return new PoolBooks(limits, tranches.ToDictionary(row => row.Code, row => row.Waiting), pool.Movements, pool.LastQueueNumber, pool.Version);
    }

    private static async Task AddToTrancheAsync(UnitOfWork unit, TrancheBudget before, TrancheBudget after, int waiting)
    {
        if (before == after && waiting == 0)
        {
            return;
        }

        var (reserved, drawn) = (after.Reserved - before.Reserved, after.Drawn - before.Drawn);
        var change = new
        {
            Code = after.Tranche,
            Allocation = after.Allocation - before.Allocation,
            ReservedAlavi = reserved.Alavi,
            ReservedSina = reserved.Sina,
            DrawnAlavi = drawn.Alavi,
            DrawnSina = drawn.Sina,
            Waiting = waiting,
        };
        RowVersion.Expect(await unit.ExecuteAsync(AddToTranche, change), $"The tranche {after.Tranche}");
    }

    private static Task AddToFunderAsync(UnitOfWork unit, FunderAccount before, FunderAccount after) => AddToFunderAsync(
        unit,
        new FunderChange(after.Funder)
        {
            Deposited = after.Deposited - before.Deposited,
            Reserved = after.Reserved - before.Reserved,
            Drawn = after.Drawn - before.Drawn,
            Collected = after.Collected - before.Collected,
            Remitted = after.Remitted - before.Remitted,
        });

    private static async Task AddToFunderAsync(UnitOfWork unit, FunderChange change)
    {
        if (change != new FunderChange(change.Code))
        {
            RowVersion.Expect(await unit.ExecuteAsync(AddToFunder, change), $"The funder {change.Code}");
        }
    }

    /// <summary>What is added to a funder's row.</summary>
    private sealed record FunderChange(string Code)
    {
        public Rials Deposited { get; init; }

        public Rials Reserved { get; init; }

        public Rials Drawn { get; init; }

        public Rials Collected { get; init; }

        public Rials Remitted { get; init; }

        public Rials WrittenOff { get; init; }

        public Rials Recovered { get; init; }

        public Rials Compensated { get; init; }
    }
}
