namespace LoanServicing.Platform.Checks;

/// <summary>Who counts as two people where two are asked for (contract.md, maker and checker).</summary>
public static class TwoPeople
{
    /// <summary>Whether these subjects of tokens are two people. Whoever issues tokens may write one person in capitals or not; nobody is no second person.</summary>
    public static bool Are(string? one, string? other) =>
        one is not null && other is not null && !string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
