using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>The steps of the pool's ratio, in order and for ever.</summary>
internal static class MovementStore
{
    public const string Allocate = "allocate";
    public const string Release = "release";
    public const string Return = "return";

    public const string SelectAll =
        """
        select number, application_id, round, kind, ratio_alavi, ratio_sina, share_alavi, share_sina,
               total_before, alavi_before, total_after, alavi_after, clamped
        from pool_movement order by number
        """;

    private const string Insert =
        """
        insert into pool_movement (
          number, application_id, round, kind, ratio_alavi, ratio_sina, share_alavi, share_sina,
          total_before, alavi_before, total_after, alavi_after, clamped, business_date, recorded_at)
        values (
          @Number, @ApplicationId, @Round, @Kind, @RatioAlavi, @RatioSina, @ShareAlavi, @ShareSina,
          @TotalBefore, @AlaviBefore, @TotalAfter, @AlaviAfter, @Clamped, @BusinessDate, @RecordedAt)
        """;

    public static Task AddAsync(
        UnitOfWork unit, long number, string kind, ReservationRow reservation, PoolMovement movement, LocalDate businessDate) =>
        unit.ExecuteAsync(Insert, new MovementRow
        {
            Number = number,
            ApplicationId = reservation.ApplicationId,
            Round = reservation.Round,
            Kind = kind,
            RatioAlavi = movement.Ratio.Alavi,
            RatioSina = movement.Ratio.Sina,
            ShareAlavi = movement.Shares.Alavi,
            ShareSina = movement.Shares.Sina,
            TotalBefore = movement.Before.Total,
            AlaviBefore = movement.Before.Alavi,
            TotalAfter = movement.After.Total,
            AlaviAfter = movement.After.Alavi,
            Clamped = movement.Clamped,
            BusinessDate = businessDate,
            RecordedAt = unit.Now,
        });
}

internal sealed record MovementRow
{
    public long Number { get; init; }

    public Guid ApplicationId { get; init; }

    public int Round { get; init; }

    public string Kind { get; init; } = "";

    public int RatioAlavi { get; init; }

    public int RatioSina { get; init; }

    public Rials ShareAlavi { get; init; }

    public Rials ShareSina { get; init; }

    public Rials TotalBefore { get; init; }

    public Rials AlaviBefore { get; init; }

    public Rials TotalAfter { get; init; }

    public Rials AlaviAfter { get; init; }

    public bool Clamped { get; init; }

    public LocalDate BusinessDate { get; init; }

    public Instant RecordedAt { get; init; }

    public PoolMovement ToMovement() => new(
        new FunderShares(ShareAlavi, ShareSina),
        Kind != MovementStore.Allocate,
        new FundingRatio(RatioAlavi, RatioSina),
        new PoolPosition(TotalBefore, AlaviBefore),
        new PoolPosition(TotalAfter, AlaviAfter),
        Clamped);
}
