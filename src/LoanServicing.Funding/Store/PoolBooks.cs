using LoanServicing.Domain.Funding;

namespace LoanServicing.Funding.Store;

/// <summary>What reservations are decided on, as one unit of work reads it and leaves it.</summary>
/// <param name="Waiting">Length of each tranche's waiting list.</param>
/// <param name="Movements">Steps of the pool's ratio so far.</param>
/// <param name="LastQueueNumber">The newest place given in any waiting list.</param>
internal sealed record PoolBooks(
    FundingLimits Limits, IReadOnlyDictionary<string, int> Waiting, long Movements, long LastQueueNumber, long Version)
{
    public IEnumerable<string> TranchesWithQueue => Waiting.Where(tranche => tranche.Value > 0).Select(tranche => tranche.Key);

    public PoolBooks AddWaiting(string tranche, int count) =>
        this with { Waiting = new Dictionary<string, int>(Waiting) { [tranche] = Waiting[tranche] + count } };
}
