namespace LoanServicing.Domain.Reconciliation;

/// <summary>What an unmatched line or movement looks like, as stored and shown.</summary>
public static class BreakKinds
{
    /// <summary>The books have it, and the bank's statements up to its value date do not.</summary>
    public const string MissingInBank = "missing-in-bank";

    /// <summary>The bank has it, and the books do not: nobody has told of it yet, and it is no receipt.</summary>
    public const string MissingInBooks = "missing-in-books";

    /// <summary>Reference or order agree, the amounts do not.</summary>
    public const string AmountDiffers = "amount-differs";

    /// <summary>An earlier line has the same reference, direction, amount and value date.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>The bank has taken an earlier booking back.</summary>
    public const string Reversed = "reversed";

    /// <summary>Money came for no loan that we know; it is in suspense.</summary>
    public const string UnknownPayer = "unknown-payer";

    public static IReadOnlyList<string> All { get; } = [MissingInBank, MissingInBooks, AmountDiffers, Duplicate, Reversed, UnknownPayer];
}
