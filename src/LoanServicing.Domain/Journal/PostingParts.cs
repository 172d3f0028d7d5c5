using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Journal;

/// <summary>What a posting of the loan books changes, as differences of standings (rule R4): any part may be negative. In rials.</summary>
/// <param name="Principal">Per funder.</param>
/// <param name="Fee">Of the servicing bank.</param>
/// <param name="Credit">Owed back to the borrower.</param>
/// <param name="WrittenOff">Each funder's loss; no money.</param>
/// <param name="Recovered">What each funder has back of its loss.</param>
/// <param name="Compensated">What each funder gets from the other for its loss, negative for the one that pays: no money of the receipt, and nothing in all.</param>
/// <param name="LateCharges">Costs or charges for lateness, of the servicing bank.</param>
/// <param name="Charity">Owed to charity.</param>
public sealed record PostingParts(
    FunderShares Principal,
    Rials Fee,
    Rials Credit,
    FunderShares WrittenOff = default,
    FunderShares Recovered = default,
    FunderShares Compensated = default,
    Rials LateCharges = default,
    Rials Charity = default)
{
    /// <summary>The money: a receipt, and less than zero for one that is taken back.</summary>
    public Rials Amount => Principal.Total + Recovered.Total + Fee + LateCharges + Charity + Credit;
}
