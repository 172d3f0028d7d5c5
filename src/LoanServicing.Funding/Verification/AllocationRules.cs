using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Funding.Verification;

/// <summary>R3 seen from each reservation: it has the shares that were allocated to it, and what was let go is what it held.</summary>
internal static class AllocationRules
{
    private const string Select =
        """
        select r.application_id, r.round, r.state, r.share_alavi, r.share_sina,
          m.number, m.kind, m.share_alavi as moved_alavi, m.share_sina as moved_sina
        from reservation r
        left join pool_movement m on m.application_id = r.application_id and m.round = r.round
        order by r.application_id, r.round, m.number
        """;

    private const string SelectOrphans =
        """
        select m.number from pool_movement m
        where not exists (select 1 from reservation r where r.application_id = m.application_id and r.round = m.round)
        order by m.number
        """;

    public static async Task<RuleFinding> CheckAsync(DbConnection connection)
    {
        var problems = new List<string>();
        var count = 0L;
        Standing? last = null;
        await foreach (var row in connection.QueryUnbufferedAsync<JoinedRow>(Select))
        {
            if (last is null || last.Row.Name != row.Name)
            {
                problems.AddRange(last?.Problems() ?? []);
                last = new Standing(row, Held: null, Frozen: FunderShares.Zero);
                count++;
            }

            last = last.After(row, problems);
        }

        problems.AddRange(last?.Problems() ?? []);
        problems.AddRange((await connection.QueryAsync<long>(SelectOrphans)).Select(number => $"pool_movement {number} belongs to no reservation"));
        return new RuleFinding("R3", count, "reservations and what was allocated to them", problems);
    }

    /// <summary>What the movements so far make of a reservation.</summary>
    private sealed record Standing(JoinedRow Row, FunderShares? Held, FunderShares Frozen)
    {
        public Standing After(JoinedRow row, List<string> problems)
        {
            if (row.Number is null)
            {
                return this;
            }

            if (row.Kind == MovementStore.Allocate)
            {
                return this with { Held = row.Moved, Frozen = row.Moved };
            }

            if (Held != row.Moved)
            {
                problems.Add($"pool_movement {row.Number} lets go {row.Moved} of {row.Name}, which held {Held ?? FunderShares.Zero}");
            }

            return this with { Held = null };
        }

        public IEnumerable<string> Problems()
        {
            if (Row.Shares != Frozen)
            {
                yield return $"{Row.Name} has {Row.Shares}; {Frozen} were allocated to it";
            }

            var holds = Row.Status is ReservationState.Reserved or ReservationState.Ordered or ReservationState.Drawn;
            if (holds != Held.HasValue)
            {
                yield return $"{Row.Name} is {Row.State}, but the pool's movements {(holds ? "let it go" : "still hold it")}";
            }
        }
    }

    /// <summary>A reservation beside one of its movements; no movement where it has none.</summary>
    private sealed record JoinedRow
    {
        public Guid ApplicationId { get; init; }

        public int Round { get; init; }

        public string State { get; init; } = "";

        public Rials ShareAlavi { get; init; }

        public Rials ShareSina { get; init; }

        public long? Number { get; init; }

        public string? Kind { get; init; }

        public Rials MovedAlavi { get; init; }

        public Rials MovedSina { get; init; }

        public FunderShares Shares => new(ShareAlavi, ShareSina);

        public FunderShares Moved => new(MovedAlavi, MovedSina);

        public ReservationState Status => Enum.TryParse<ReservationState>(State, ignoreCase: true, out var state) ? state : ReservationState.Unknown;

        public string Name => $"reservation {ApplicationId:D}/{Round}";
    }
}
