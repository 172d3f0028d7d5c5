namespace LoanServicing.Domain.Identifiers;

/// <summary>
/// An Iranian IBAN (Sheba): <c>IR</c>, two check digits, a three-digit bank code and a nineteen-digit account, 26 characters without
/// spaces (domain.md section 4.3). The checksum proves the form only, not the account or its owner.
/// </summary>
public readonly record struct Sheba
{
    private const int Length = 26;
    private const int Shown = 4;
    private readonly string? _value;

    private Sheba(string value) => _value = value;

    /// <summary>26 characters, upper case, no spaces.</summary>
    /// <exception cref="InvalidOperationException">The default value, which is no account.</exception>
    public string Value => _value ?? throw new InvalidOperationException("A default Sheba holds no account.");

    /// <summary>The three digits of the bank; an unknown one is still an acceptable form.</summary>
    public string BankCode => Value.Substring(4, 3);

    /// <summary>Its first and last four characters: enough to recognise an account by, not enough to pay to it.</summary>
    public string Masked => $"{Value[..Shown]}…{Value[^Shown..]}";

    /// <summary>Reads one that was stored, and so is known to be valid.</summary>
    /// <exception cref="FormatException">It is not an IBAN.</exception>
    public static Sheba Parse(string text) => TryParse(text, out var sheba) ? sheba : throw new FormatException("The stored IBAN is not one.");

    /// <summary>Reads an IBAN; Persian and Arabic digits, lower case and spaces or dashes are accepted.</summary>
    public static bool TryParse(string? text, out Sheba sheba)
    {
        var compact = Digits.Compact(text).ToUpperInvariant();
        var valid = compact.Length == Length
            && compact.StartsWith("IR", StringComparison.Ordinal)
            && Digits.AreAll(compact.AsSpan(2))
            && Remainder97(compact) == 1;
        sheba = valid ? new Sheba(compact) : default;
        return valid;
    }

    public override string ToString() => Value;

    // ISO 7064: the account, then "IR" as 18 27, then the check digits, read as one number.
    private static int Remainder97(string compact)
    {
        var remainder = 0;
        foreach (var digit in string.Concat(compact.AsSpan(4), "1827", compact.AsSpan(2, 2)))
        {
            remainder = ((remainder * 10) + (digit - '0')) % 97;
        }

        return remainder;
    }
}
