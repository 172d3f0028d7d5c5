using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Funding;

/// <summary>
/// What a tranche may lend and what is taken of it (rule R5): reserved + drawn never pass the allocation. Repayments do not make room again,
/// because they are held for the funders (<c>Revolve = false</c>, design.md section 1).
/// </summary>
/// <param name="Tranche">Its code.</param>
/// <param name="Allocation">In rials.</param>
/// <param name="Reserved">Promised to applications and not paid out, orders at the bank included.</param>
/// <param name="Drawn">Paid out and not come back whole.</param>
public sealed record TrancheBudget(string Tranche, Rials Allocation, FunderShares Reserved, FunderShares Drawn)
{
    public Rials Available => Allocation - Reserved.Total - Drawn.Total;
}
