using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Funding.Endpoints;

/// <summary>What each funder put in, what is lent and what came back, from the kept rows (contract.md). The figures close at every moment.</summary>
/// <param name="OutsidePoolRials">Committed beyond what the tranches may lend.</param>
/// <param name="FeesHeldRials">Service fees collected; the servicing bank's.</param>
/// <param name="LateChargesHeldRials">Paid for lateness; the servicing bank's.</param>
/// <param name="CharityHeldRials">Paid by borrowers who had promised to give to charity when late, and not given yet.</param>
/// <param name="SuspenseRials">Money in the bank that nobody has explained yet.</param>
/// <param name="BorrowersCreditRials">Overpaid and owed back.</param>
/// <param name="BankBalanceRials">What the bank account should hold.</param>
public sealed record PositionView(
    LocalDate AsOf,
    string AsOfPersian,
    IReadOnlyList<FunderPosition> Funders,
    IReadOnlyList<TranchePosition> Tranches,
    Rials OutsidePoolRials,
    Rials FeesHeldRials,
    Rials LateChargesHeldRials,
    Rials CharityHeldRials,
    Rials SuspenseRials,
    Rials BorrowersCreditRials,
    Rials BankBalanceRials);

/// <summary>One funder. Deposited + collected + recovered + compensated - drawn - remitted = cash; drawn - collected - written off = outstanding.</summary>
/// <param name="ReservedRials">Promised and not paid out, orders at the bank included.</param>
/// <param name="DrawnRials">Paid out and not come back whole.</param>
/// <param name="AheadRials">
/// What the funder has deposited beyond its part of all deposits by the agreed ratio (25 : 59), rounded half up for Alavi; negative where it is behind.
/// The two funders' figures are opposite.
/// </param>
/// <param name="UncalledRials">Committed and not deposited yet; negative where more was deposited.</param>
/// <param name="WrittenOffRials">The funder's principal that was given up.</param>
/// <param name="RemittableRials">
/// Collected, recovered or compensated, and not remitted yet: what may be paid back to the funder. Negative where more was paid, to it or to the other for its losses.
/// </param>
/// <param name="RecoveredRials">Come back of principal given up.</param>
/// <param name="CashRials">What the bank holds for the funder, orders that are not confirmed included.</param>
/// <param name="CompensatedRials">
/// What the other funder has paid for it of its losses, by the programme's order of loss; negative where it has paid for the other. The two funders' figures are
/// opposite.
/// </param>
/// <param name="LossesBorneRials">What the funder bears of principal given up, its own or the other's: written off less compensated.</param>
public sealed record FunderPosition(
    string Code,
    Rials CommittedRials,
    Rials DepositedRials,
    Rials ReservedRials,
    Rials DrawnRials,
    Rials CollectedRials,
    Rials RemittedRials,
    Rials OutstandingRials,
    Rials WrittenOffRials,
    Rials CashRials,
    Rials AheadRials,
    Rials UncalledRials,
    Rials RemittableRials,
    Rials RecoveredRials,
    Rials CompensatedRials,
    Rials LossesBorneRials);

/// <summary>One tranche, with each funder's part by the funder's code.</summary>
public sealed record TranchePosition(
    string Code,
    Rials AllocatedRials,
    Rials ReservedRials,
    Rials DrawnRials,
    Rials AvailableRials,
    IReadOnlyDictionary<string, TrancheFunderPosition> Funders);

public sealed record TrancheFunderPosition(Rials ReservedRials, Rials DrawnRials, Rials CollectedRials, Rials OutstandingRials, Rials WrittenOffRials);
