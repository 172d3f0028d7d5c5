using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Funding.Endpoints;

/// <summary>What each funder put in, what is lent and what came back, from the kept rows (contract.md). The figures close at every moment.</summary>
/// <param name="OutsidePoolRials">Committed beyond what the tranches may lend.</param>
/// <param name="FeesHeldRials">Service fees collected; the servicing bank's.</param>
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
    Rials SuspenseRials,
    Rials BorrowersCreditRials,
    Rials BankBalanceRials);

/// <summary>One funder. Deposited + collected - drawn - remitted = cash; drawn - collected - written off = outstanding.</summary>
/// <param name="ReservedRials">Promised and not paid out, orders at the bank included.</param>
/// <param name="DrawnRials">Paid out and not come back whole.</param>
/// <param name="CashRials">What the bank holds for the funder, orders that are not confirmed included.</param>
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
    Rials CashRials);

/// <summary>One tranche, with each funder's part by the funder's code.</summary>
public sealed record TranchePosition(
    string Code,
    Rials AllocatedRials,
    Rials ReservedRials,
    Rials DrawnRials,
    Rials AvailableRials,
    IReadOnlyDictionary<string, TrancheFunderPosition> Funders);

public sealed record TrancheFunderPosition(Rials ReservedRials, Rials DrawnRials, Rials CollectedRials, Rials OutstandingRials);
