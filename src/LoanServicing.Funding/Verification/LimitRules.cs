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
    public static async Task<IReadOnlyList<RuleFinding>> CheckAsync(DbConnection connection, IReadOnlyList<ReservationRow> reservations)
    {
        var tranches = (await connection.QueryAsync<TrancheRow>(PoolStore.SelectTranches)).ToList();
        var funders = (await connection.QueryAsync<FunderRow>(PoolStore.SelectFunders)).ToList();
        return
        [
            new RuleFinding("R5", tranches.Count, "tranches", [.. tranches.SelectMany(tranche => TrancheProblems(tranche, reservations))]),
            new RuleFinding("R5", funders.Count, "funders' cash", [.. funders.SelectMany(funder => FunderProblems(funder, reservations))]),
        ];
    }

    private static IEnumerable<string> TrancheProblems(TrancheRow row, IReadOnlyList<ReservationRow> reservations)
    {
        var own = reservations.Where(reservation => reservation.Tranche == row.Code).ToList();
        if (row.ToBudget().Available.IsNegative)
        {
            yield return $"tranche {row.Code} has {row.Allocation} rials allocated and {row.Reserved.Total + row.Drawn.Total} reserved and drawn";
        }

        if (row.Reserved != Sum(own, IsPromised) || row.Drawn != Sum(own, IsDrawn))
        {
            yield return $"tranche {row.Code} has {row.Reserved} reserved and {row.Drawn} drawn; "
                + $"its reservations give {Sum(own, IsPromised)} and {Sum(own, IsDrawn)}";
        }

        var waiting = own.Count(reservation => reservation.Status == ReservationState.Queued);
        if (row.Waiting != waiting)
        {
            yield return $"tranche {row.Code} counts {row.Waiting} in its waiting list, where {waiting} wait";
        }
    }

    private static IEnumerable<string> FunderProblems(FunderRow row, IReadOnlyList<ReservationRow> reservations)
    {
        if (row.ToAccount().Lendable.IsNegative)
        {
            yield return $"funder {row.Code} has deposited {row.Deposited} rials, and {row.Reserved + row.Drawn} are reserved and drawn";
        }

        var (reserved, drawn) = (Sum(reservations, IsPromised).Of(row.Code), Sum(reservations, IsDrawn).Of(row.Code));
        if (row.Reserved != reserved || row.Drawn != drawn)
        {
            yield return $"funder {row.Code} has {row.Reserved} reserved and {row.Drawn} drawn; the reservations give {reserved} and {drawn}";
        }
    }

    private static bool IsPromised(ReservationRow row) => row.Status is ReservationState.Reserved or ReservationState.Ordered;

    private static bool IsDrawn(ReservationRow row) => row.Status == ReservationState.Drawn;

    private static FunderShares Sum(IEnumerable<ReservationRow> rows, Func<ReservationRow, bool> of) =>
        rows.Where(of).Aggregate(FunderShares.Zero, (sum, row) => sum + row.Shares);
}
