using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Loans;

/// <summary>One amount that a receipt may pay next: a fee or principal, of one instalment.</summary>
internal readonly record struct AllocationPart(int Number, int Year, Rials Fee, Rials Principal);

/// <summary>The orders of allocation, as the sequence of what is paid.</summary>
internal static class AllocationParts
{
    /// <param name="claims">What is unpaid, oldest first.</param>
    /// <param name="yearsBegun">Only fees of these years are payable.</param>
    /// <param name="due">How many instalments have fallen due.</param>
    public static IEnumerable<AllocationPart> InOrder(AllocationOrder order, IEnumerable<Claim> claims, int yearsBegun, int due) => order switch
    {
        AllocationOrder.OldestInstalmentFirst => claims.SelectMany(claim => (AllocationPart[])[FeeOf(claim, yearsBegun), PrincipalOf(claim)]),
        AllocationOrder.FeesFirst => [.. Fees(claims, yearsBegun), .. claims.Select(PrincipalOf)],
        AllocationOrder.DuePrincipalFirst =>
            [.. claims.TakeWhile(claim => claim.Number <= due).Select(PrincipalOf), .. Fees(claims, yearsBegun), .. claims.SkipWhile(claim => claim.Number <= due).Select(PrincipalOf)],
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "No such order of allocation."),
    };

    private static IEnumerable<AllocationPart> Fees(IEnumerable<Claim> claims, int yearsBegun) =>
        claims.TakeWhile(claim => claim.Year <= yearsBegun).Select(claim => FeeOf(claim, yearsBegun));

    private static AllocationPart FeeOf(Claim claim, int yearsBegun) =>
        new(claim.Number, claim.Year, claim.Year <= yearsBegun ? claim.Fee : Rials.Zero, Rials.Zero);

    private static AllocationPart PrincipalOf(Claim claim) => new(claim.Number, claim.Year, Rials.Zero, claim.Principal);
}
