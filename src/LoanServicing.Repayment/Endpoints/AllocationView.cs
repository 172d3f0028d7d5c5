using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>What a receipt paid of one instalment.</summary>
public sealed record AllocationView(int Number, Rials PrincipalRials, Rials FeeRials)
{
    public static IReadOnlyList<AllocationView> Of(IEnumerable<Allocation> allocations) =>
        [.. allocations.Select(allocation => new AllocationView(allocation.Number, allocation.Principal, allocation.Fee))];
}
