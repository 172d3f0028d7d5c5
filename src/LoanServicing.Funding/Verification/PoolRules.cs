using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Funding.Verification;

/// <summary>R3: every allocation and release follows from the one before it, and the pool and the reservations are what they lead to.</summary>
internal static class PoolRules
{
    public static async Task<RuleFinding> CheckAsync(DbConnection connection, IReadOnlyList<ReservationRow> reservations)
    {
        var problems = new List<string>();
        var held = new Dictionary<(Guid, int), FunderShares>();
        var frozen = new Dictionary<(Guid, int), FunderShares>();
        var (position, number) = (default(PoolPosition), 0L);
        var pool = await connection.QuerySingleOrDefaultAsync<PoolRow>(PoolStore.SelectPool);
        foreach (var row in await connection.QueryAsync<MovementRow>(MovementStore.SelectAll))
        {
            number++;
            problems.AddRange(MovementProblems(row, number, position));
            if (pool is not null && (row.RatioAlavi, row.RatioSina) != (pool.RatioAlavi, pool.RatioSina))
            {
                problems.Add($"pool_movement {row.Number} was split {row.RatioAlavi} : {row.RatioSina}; the pool's ratio is {pool.RatioAlavi} : {pool.RatioSina}");
            }

            position = row.ToMovement().After;
            Replay(row, held, frozen, problems);
        }

        if (pool is not null && (pool.Position != position || pool.Movements != number))
        {
            problems.Add($"pool is {pool.Position} after {pool.Movements} movements; the movements lead to {position} after {number}");
        }

        problems.AddRange(reservations.SelectMany(reservation => ReservationProblems(reservation, held, frozen)));
        return new RuleFinding("R3", number, "allocations and releases", problems);
    }

    private static IEnumerable<string> MovementProblems(MovementRow row, long number, PoolPosition before)
    {
        var movement = row.ToMovement();
        if (row.Number != number)
        {
            yield return $"pool_movement {number} is missing";
        }

        if (movement.Before != before)
        {
            yield return $"pool_movement {row.Number} begins at {movement.Before}, where the one before it ended at {before}";
        }

        if (!movement.FollowsRule())
        {
            yield return $"pool_movement {row.Number} of {movement.Shares} from {movement.Before} to {movement.After} does not follow the ratio";
        }
    }

    private static void Replay(
        MovementRow row, Dictionary<(Guid, int), FunderShares> held, Dictionary<(Guid, int), FunderShares> frozen, List<string> problems)
    {
        var (key, shares) = ((row.ApplicationId, row.Round), row.ToMovement().Shares);
        if (row.Kind == MovementStore.Allocate)
        {
            held[key] = shares;
            frozen[key] = shares;
        }
        else if (!held.Remove(key, out var allocated) || allocated != shares)
        {
            problems.Add($"pool_movement {row.Number} lets go {shares} of reservation {row.ApplicationId:D}/{row.Round}, which held {allocated}");
        }
    }

    private static IEnumerable<string> ReservationProblems(
        ReservationRow row, Dictionary<(Guid, int), FunderShares> held, Dictionary<(Guid, int), FunderShares> frozen)
    {
        var key = (row.ApplicationId, row.Round);
        if (row.Shares != frozen.GetValueOrDefault(key))
        {
            yield return $"{row.Name} has {row.Shares}; {frozen.GetValueOrDefault(key)} were allocated to it";
        }

        var holds = row.Status is ReservationState.Reserved or ReservationState.Ordered or ReservationState.Drawn;
        if (holds != held.ContainsKey(key))
        {
            yield return $"{row.Name} is {row.State}, but the pool's movements {(holds ? "let it go" : "still hold it")}";
        }
    }
}
