using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Funding;

/// <summary>Why there is no room for an application now.</summary>
public enum Shortage
{
    None,

    /// <summary>The tranche's allocation is taken.</summary>
    Tranche,

    /// <summary>A funder has not deposited its share yet.</summary>
    Cash,
}

/// <summary>One step of the pool's ratio (rule R3), with the totals before and after so that it can be replayed.</summary>
/// <param name="Shares">What was allocated or let go.</param>
public sealed record PoolMovement(FunderShares Shares, bool IsRelease, FundingRatio Ratio, PoolPosition Before, PoolPosition After, bool Clamped)
{
    /// <summary>Whether the step follows from rule R3; the replay asks this of every stored step.</summary>
    public bool FollowsRule()
    {
        if (IsRelease)
        {
            return Shares.Alavi <= Before.Alavi && Shares.Sina <= Before.Total - Before.Alavi && Before.Release(Shares) == After && !Clamped;
        }

        return Shares.Total.IsPositive && Before.Allocate(Shares.Total, Ratio) == (Shares, After, Clamped);
    }
}

/// <summary>The answer to a request for funds: a movement, or what is short.</summary>
/// <param name="After">The limits with the reservation in them; unchanged when there is none.</param>
public sealed record ReservationOutcome(Shortage Shortage, PoolMovement? Movement, FundingLimits After);

/// <summary>Everything a reservation is decided on: the pool's ratio, the tranches and both funders' cash (rules R3 and R5).</summary>
public sealed record FundingLimits(
    FundingRatio Ratio, PoolPosition Pool, FunderAccount Alavi, FunderAccount Sina, IReadOnlyDictionary<string, TrancheBudget> Tranches)
{
    /// <summary>Reserves an amount in its tranche and in both funders' cash, or says what is short and changes nothing.</summary>
    /// <param name="amount">In rials, above zero.</param>
    public ReservationOutcome Reserve(string tranche, Rials amount)
    {
        var budget = Tranches[tranche];
        if (amount > budget.Available)
        {
            return new ReservationOutcome(Shortage.Tranche, null, this);
        }

        var (shares, after, clamped) = Pool.Allocate(amount, Ratio);
        if (shares.Alavi > Alavi.Lendable || shares.Sina > Sina.Lendable)
        {
            return new ReservationOutcome(Shortage.Cash, null, this);
        }

        var movement = new PoolMovement(shares, IsRelease: false, Ratio, Pool, after, clamped);
        return new ReservationOutcome(Shortage.None, movement, WithReserved(budget, shares) with { Pool = after });
    }

    /// <summary>Lets a reservation go that was not paid out.</summary>
    public (PoolMovement Movement, FundingLimits After) Release(string tranche, FunderShares shares)
    {
        var (movement, after) = TakeOutOfPool(shares);
        return (movement, after.WithReserved(Tranches[tranche], FunderShares.Zero - shares));
    }

    /// <summary>Takes back what had been paid out and came back whole.</summary>
    public (PoolMovement Movement, FundingLimits After) Return(string tranche, FunderShares shares)
    {
        var (movement, after) = TakeOutOfPool(shares);
        return (movement, after.WithDrawn(Tranches[tranche], FunderShares.Zero - shares));
    }

    /// <summary>A funder's deposit has been recorded.</summary>
    public FundingLimits Deposit(string funder, Rials amount) =>
        WithFunder(Of(funder) with { Deposited = Of(funder).Deposited + amount });

    /// <summary>A deposit was recorded wrongly; null when what it brought is promised or lent (rule R5).</summary>
    /// <param name="amount">In rials, above zero.</param>
    public FundingLimits? TakeBackDeposit(string funder, Rials amount) =>
        amount > Of(funder).Lendable ? null : WithFunder(Of(funder) with { Deposited = Of(funder).Deposited - amount });

    /// <summary>A remittance was recorded wrongly.</summary>
    /// <param name="amount">In rials, above zero, at most what was remitted.</param>
    public FundingLimits TakeBackRemittance(string funder, Rials amount) => WithFunder(Of(funder) with { Remitted = Of(funder).Remitted - amount });

    /// <summary>Part of what was collected for a funder has been paid back to it; null when it is more than <see cref="FunderAccount.Remittable"/>.</summary>
    /// <param name="amount">In rials, above zero.</param>
    public FundingLimits? Remit(string funder, Rials amount) =>
        amount > Of(funder).Remittable ? null : WithFunder(Of(funder) with { Remitted = Of(funder).Remitted + amount });

    /// <summary>
    /// Moves allocation between tranches; null when the first has less available, for what is reserved and drawn keeps its allocation (rule R5).
    /// </summary>
    /// <param name="amount">In rials, above zero.</param>
    public FundingLimits? Reallocate(string from, string to, Rials amount)
    {
        var (giver, taker) = (Tranches[from], Tranches[to]);
        return amount > giver.Available
            ? null
            : this with
            {
                Tranches = new Dictionary<string, TrancheBudget>(Tranches)
                {
                    [from] = giver with { Allocation = giver.Allocation - amount },
                    [to] = taker with { Allocation = taker.Allocation + amount },
                },
            };
    }

    /// <summary>One funder's account.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not the code of a funder with a share.</exception>
    public FunderAccount Of(string funder) => funder switch
    {
        Funders.Alavi => Alavi,
        Funders.Sina => Sina,
        _ => throw new ArgumentOutOfRangeException(nameof(funder), funder, "Not the code of a funder with a share."),
    };

    private FundingLimits WithFunder(FunderAccount account) => account.Funder == Funders.Alavi ? this with { Alavi = account } : this with { Sina = account };

    private (PoolMovement Movement, FundingLimits After) TakeOutOfPool(FunderShares shares)
    {
        var after = Pool.Release(shares);
        return (new PoolMovement(shares, IsRelease: true, Ratio, Pool, after, Clamped: false), this with { Pool = after });
    }

    private FundingLimits WithReserved(TrancheBudget budget, FunderShares shares) => this with
    {
        Alavi = Alavi with { Reserved = Alavi.Reserved + shares.Alavi },
        Sina = Sina with { Reserved = Sina.Reserved + shares.Sina },
        Tranches = With(budget with { Reserved = budget.Reserved + shares }),
    };

    private FundingLimits WithDrawn(TrancheBudget budget, FunderShares shares) => this with
    {
        Alavi = Alavi with { Drawn = Alavi.Drawn + shares.Alavi },
        Sina = Sina with { Drawn = Sina.Drawn + shares.Sina },
        Tranches = With(budget with { Drawn = budget.Drawn + shares }),
    };

    private Dictionary<string, TrancheBudget> With(TrancheBudget budget) => new(Tranches) { [budget.Tranche] = budget };
}
