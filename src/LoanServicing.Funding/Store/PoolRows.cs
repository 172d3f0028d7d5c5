using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Money;

namespace LoanServicing.Funding.Store;

internal sealed record PoolRow
{
    public int RatioAlavi { get; init; }

    public int RatioSina { get; init; }

    public Rials Total { get; init; }

    public Rials Alavi { get; init; }

    public long Movements { get; init; }

    public long LastQueueNumber { get; init; }

    public long Version { get; init; }

    /// <summary>The funders that bear the losses of both, the first first, as <c>SINA,ALAVI</c>; null: each bears its own.</summary>
    public string? LossOrder { get; init; }

    /// <summary>The funder that bears the losses of both first; null: each bears its own.</summary>
    public string? FirstToBear => LossOrder?.Split(',')[0];

    public FundingRatio Ratio => new(RatioAlavi, RatioSina);

    public PoolPosition Position => new(Total, Alavi);
}

internal sealed record TrancheRow
{
    public string Code { get; init; } = "";

    public Rials Allocation { get; init; }

    public Rials FirstAllocation { get; init; }

    public Rials ReservedAlavi { get; init; }

    public Rials ReservedSina { get; init; }

    public Rials DrawnAlavi { get; init; }

    public Rials DrawnSina { get; init; }

    public int Waiting { get; init; }

    public FunderShares Reserved => new(ReservedAlavi, ReservedSina);

    public FunderShares Drawn => new(DrawnAlavi, DrawnSina);

    public TrancheBudget ToBudget() => new(Code, Allocation, Reserved, Drawn);
}

internal sealed record FunderRow
{
    public string Code { get; init; } = "";

    public Rials Committed { get; init; }

    public Rials Deposited { get; init; }

    public Rials Reserved { get; init; }

    public Rials Drawn { get; init; }

    public Rials Collected { get; init; }

    public Rials Remitted { get; init; }

    public Rials WrittenOff { get; init; }

    public Rials Recovered { get; init; }

    public Rials Compensated { get; init; }

    public FunderAccount ToAccount() => new(Code, Committed, Deposited, Reserved, Drawn, Collected, Remitted, WrittenOff, Recovered, Compensated);
}
