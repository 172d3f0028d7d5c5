namespace LoanServicing.Domain.Identifiers;

/// <summary>
/// A person's national id (kode melli): ten digits, the last a check digit, kept as text because of leading zeros (domain.md section
/// 4.1). The place prefix is not looked at, since every list of them is incomplete; short ids are not padded.
/// </summary>
public readonly record struct NationalId
{
    private const int Length = 10;
    private const int MaskedDigits = 4;

    private readonly string? _value;

    private NationalId(string value) => _value = value;

    /// <summary>Ten ASCII digits.</summary>
    /// <exception cref="InvalidOperationException">The default value, which is no id.</exception>
    public string Value => _value ?? throw new InvalidOperationException("A default NationalId holds no id.");

    /// <summary>The first six digits and four asterisks, for logs and lists.</summary>
    public string Masked => string.Concat(Value.AsSpan(0, Length - MaskedDigits), new string('*', MaskedDigits));

    /// <summary>Reads ten digits, Persian or Arabic ones too, spaces and dashes between them allowed. Ten equal digits are refused.</summary>
    public static bool TryParse(string? text, out NationalId id)
    {
        var digits = Digits.Compact(text);
        var valid = digits.Length == Length && Digits.AreAll(digits) && !IsRepdigit(digits) && CheckDigit(digits) == digits[^1] - '0';
        id = valid ? new NationalId(digits) : default;
        return valid;
    }

    /// <summary>The id in full; use <see cref="Masked"/> where others read it.</summary>
    public override string ToString() => Value;

    // All ten repdigits pass the check digit, so they have to be refused by name.
    private static bool IsRepdigit(string digits) => digits.AsSpan().IndexOfAnyExcept(digits[0]) < 0;

    private static int CheckDigit(string digits)
    {
        var sum = 0;
        for (var i = 0; i < Length - 1; i++)
        {
            sum += (digits[i] - '0') * (Length - i);
        }

        var remainder = sum % 11;
        return remainder < 2 ? remainder : 11 - remainder;
    }
}
