using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Loans;

/// <summary>One amount that a receipt may pay next: a fee or principal of one instalment, or charges for lateness, which are of none.</summary>
internal readonly record struct AllocationPart(int Number, int Year, Rials Fee, Rials Principal, Rials Late = default);

/// <summary>
/// The orders of allocation, as the sequence of what is paid. Charges for lateness come behind all that has fallen due, so that they never keep a loan late, and
/// before money in advance.
/// </summary>
internal static class AllocationParts
{
    /// <param name="claims">What is unpaid, oldest first.</param>
    /// <param name="yearsBegun">Only fees of these years are payable.</param>
    /// <param name="due">How many instalments have fallen due.</param>
    /// <param name="late">Charges for lateness that are unpaid.</param>
    public static IEnumerable<AllocationPart> InOrder(AllocationOrder order, IEnumerable<Claim> claims, int yearsBegun, int due, Rials late) => order switch
    {
        AllocationOrder.OldestInstalmentFirst when late.IsZero => claims.SelectMany(claim => Both(claim, yearsBegun)), // read no further than the money goes
        AllocationOrder.OldestInstalmentFirst => [.. Due(claims, due).SelectMany(claim => Both(claim, yearsBegun)), Late(late), .. ToCome(claims, due).SelectMany(claim => Both(claim, yearsBegun))],
        AllocationOrder.FeesFirst => [.. Fees(claims, yearsBegun), .. Due(claims, due).Select(PrincipalOf), Late(late), .. ToCome(claims, due).Select(PrincipalOf)],
        AllocationOrder.DuePrincipalFirst =>
            [.. Due(claims, due).Select(PrincipalOf), .. Fees(claims, yearsBegun), Late(late), .. ToCome(claims, due).Select(PrincipalOf)],
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "No such order of allocation."),
    };

    private static IEnumerable<Claim> Due(IEnumerable<Claim> claims, int due) => claims.TakeWhile(claim => claim.Number <= due);

    private static IEnumerable<Claim> ToCome(IEnumerable<Claim> claims, int due) => claims.SkipWhile(claim => claim.Number <= due);

    private static AllocationPart[] Both(Claim claim, int yearsBegun) => [FeeOf(claim, yearsBegun), PrincipalOf(claim)];

    private static AllocationPart Late(Rials late) => new(0, 0, Rials.Zero, Rials.Zero, late);

    private static IEnumerable<AllocationPart> Fees(IEnumerable<Claim> claims, int yearsBegun) =>
        claims.TakeWhile(claim => claim.Year <= yearsBegun).Select(claim => FeeOf(claim, yearsBegun));

    private static AllocationPart FeeOf(Claim claim, int yearsBegun) =>
        new(claim.Number, claim.Year, claim.Year <= yearsBegun ? claim.Fee : Rials.Zero, Rials.Zero);

    private static AllocationPart PrincipalOf(Claim claim) => new(claim.Number, claim.Year, Rials.Zero, claim.Principal);
}
