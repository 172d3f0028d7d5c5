namespace LoanServicing.Domain.Loans;

/// <summary>
/// In which order a receipt pays what is owed. Within principal and within fees the oldest instalment is always first; money in advance never pays the fee of a
/// loan-year that has not begun (design.md section 8).
/// </summary>
public enum AllocationOrder
{
    /// <summary>The oldest instalment first, within an instalment the fee before the principal: the default.</summary>
    OldestInstalmentFirst,

    /// <summary>The fees of all years begun, then principal.</summary>
    FeesFirst,

    /// <summary>The principal that has fallen due, then the fees of all years begun, then principal in advance.</summary>
    DuePrincipalFirst,
}
