using LoanServicing.Domain.Identifiers;

namespace LoanServicing.Platform.Checks;

/// <summary>The second person of rule R11.</summary>
public static class TwoPeople
{
    /// <summary>
    /// Whether these subjects of tokens are two people. Whoever issues tokens may write one person in capitals or not, with Persian digits or ASCII ones, in full
    /// width or with Arabic letters; nobody is no second person.
    /// </summary>
    public static bool Are(string? one, string? other) =>
        one is not null && other is not null && !string.Equals(Fold(one), Fold(other), StringComparison.Ordinal);

    private static string Fold(string subject) => BankReference.Normalise(subject).Replace('ي', 'ی').Replace('ى', 'ی').Replace('ك', 'ک');
}
