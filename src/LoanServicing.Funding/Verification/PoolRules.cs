using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Funding.Verification;

/// <summary>R3: every allocation and release follows from the one before it, and the pool is what they lead to.</summary>
internal static class PoolRules
{
    public static async Task<RuleFinding> CheckAsync(DbConnection connection)
    {
        var problems = new List<string>();
        var (position, number) = (default(PoolPosition), 0L);
        var pool = await connection.QuerySingleOrDefaultAsync<PoolRow>(PoolStore.SelectPool);
        await foreach (var row in connection.QueryUnbufferedAsync<MovementRow>(MovementStore.SelectAll))
        {
            number++;
            problems.AddRange(MovementProblems(row, number, position));
            if (pool is not null && (row.RatioAlavi, row.RatioSina) != (pool.RatioAlavi, pool.RatioSina))
            {
                problems.Add($"pool_movement {row.Number} was split {row.RatioAlavi} : {row.RatioSina}; the pool's ratio is {pool.RatioAlavi} : {pool.RatioSina}");
            }

            position = row.ToMovement().After;
        }

        if (pool is null && number > 0)
        {
            problems.Add($"pool is gone; it had {number} movements");
        }

        if (pool is not null && (pool.Position != position || pool.Movements != number))
        {
            problems.Add($"pool is {pool.Position} after {pool.Movements} movements; the movements lead to {position} after {number}");
        }

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
}
