using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Money;

namespace LoanServicing.Funding.Verification;

/// <summary>How many reservations are in which state, and their shares, added up by the database.</summary>
internal sealed class ReservationSums
{
    private const string Select =
        """
        select tranche, state, count(*) as reservations, sum(share_alavi) as share_alavi, sum(share_sina) as share_sina
        from reservation group by tranche, state
        """;

    private readonly IReadOnlyList<SumRow> _rows;

    private ReservationSums(IReadOnlyList<SumRow> rows) => _rows = rows;

    public static async Task<ReservationSums> ReadAsync(DbConnection connection) => new([.. await connection.QueryAsync<SumRow>(Select)]);

    /// <param name="tranche">Null for all.</param>
    public long Count(string? tranche, ReservationState state) => Of(tranche, [state]).Sum(row => row.Reservations);

    /// <param name="tranche">Null for all.</param>
    public FunderShares Shares(string? tranche, params ReservationState[] states) =>
        Of(tranche, states).Aggregate(FunderShares.Zero, (sum, row) => sum + new FunderShares(row.ShareAlavi, row.ShareSina));

    // A damaged state is in none of them, and TransitionRules names it.
    private IEnumerable<SumRow> Of(string? tranche, ReservationState[] states) => _rows.Where(row =>
        (tranche is null || row.Tranche == tranche)
        && Enum.TryParse<ReservationState>(row.State, ignoreCase: true, out var state) && states.Contains(state));

    private sealed record SumRow
    {
        public string Tranche { get; init; } = "";

        public string State { get; init; } = "";

        public long Reservations { get; init; }

        public Rials ShareAlavi { get; init; }

        public Rials ShareSina { get; init; }
    }
}
