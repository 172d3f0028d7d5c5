using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Funding.Verification;

/// <summary>R5: no tranche and no funder is oversold, and their rows are the sums of the reservations.</summary>
internal static class LimitRules
{
    private static readonly ReservationState[] Promised = [ReservationState.Reserved, ReservationState.Ordered];

    public static async Task<IReadOnlyList<RuleFinding>> CheckAsync(DbConnection connection, ReservationSums reservations)
    {
        var tranches = (await connection.QueryAsync<TrancheRow>(PoolStore.SelectTranches)).ToList();
        var funders = (await connection.QueryAsync<FunderRow>(PoolStore.SelectFunders)).ToList();
        var reallocations = (await connection.QueryAsync<ReallocationRow>(ReallocationStore.SelectRecorded)).ToList();
        return
        [
            new RuleFinding("R5", tranches.Count, "tranches", [.. tranches.SelectMany(tranche => TrancheProblems(tranche, reservations))]),
            new RuleFinding("R5", reallocations.Count, "reallocations behind the allocations", [.. tranches.SelectMany(tranche => AllocationProblems(tranche, reallocations))]),
            new RuleFinding("R5", funders.Count, "funders' cash", [.. funders.SelectMany(funder => FunderProblems(funder, reservations))]),
        ];
    }

    private static IEnumerable<string> TrancheProblems(TrancheRow row, ReservationSums reservations)
    {
        var promised = reservations.Shares(row.Code, Promised);
        var drawn = reservations.Shares(row.Code, ReservationState.Drawn);
        if (row.ToBudget().Available.IsNegative)
        {
            yield return $"tranche {row.Code} has {row.Allocation} rials allocated and {row.Reserved.Total + row.Drawn.Total} reserved and drawn";
        }

        if (row.Reserved != promised || row.Drawn != drawn)
        {
            yield return $"tranche {row.Code} has {row.Reserved} reserved and {row.Drawn} drawn; "
                + $"its reservations give {promised} and {drawn}";
        }

        var waiting = reservations.Count(row.Code, ReservationState.Queued);
        if (row.Waiting != waiting)
        {
            yield return $"tranche {row.Code} counts {row.Waiting} in its waiting list, where {waiting} wait";
        }
    }

    private static IEnumerable<string> AllocationProblems(TrancheRow row, List<ReallocationRow> reallocations)
    {
        var given = reallocations.Where(each => each.FromTranche == row.Code).Select(each => each.Amount).Sum();
        var taken = reallocations.Where(each => each.ToTranche == row.Code).Select(each => each.Amount).Sum();
        if (row.FirstAllocation - given + taken != row.Allocation)
        {
            yield return $"tranche {row.Code} has {row.Allocation} rials allocated; {row.FirstAllocation} at first, less {given} given and {taken} taken do not give that";
        }
    }

    private static IEnumerable<string> FunderProblems(FunderRow row, ReservationSums reservations)
    {
        if (row.ToAccount().Uncommitted.IsNegative)
        {
            yield return $"funder {row.Code} has deposited {row.Deposited} rials, and {row.Reserved + row.Drawn} are reserved and drawn";
        }

        var (reserved, drawn) = (reservations.Shares(null, Promised).Of(row.Code), reservations.Shares(null, ReservationState.Drawn).Of(row.Code));
        if (row.Reserved != reserved || row.Drawn != drawn)
        {
            yield return $"funder {row.Code} has {row.Reserved} reserved and {row.Drawn} drawn; the reservations give {reserved} and {drawn}";
        }
    }
}
