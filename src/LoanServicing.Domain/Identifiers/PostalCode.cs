namespace LoanServicing.Domain.Identifiers;

/// <summary>
/// An Iranian postal code: ten digits. An odd one is kept and flagged, not refused, because the published rules disagree with each
/// other and with codes in use (domain.md section 4.4).
/// </summary>
public readonly record struct PostalCode
{
    private const int Length = 10;

    private readonly string? _value;

    private PostalCode(string value) => _value = value;

    /// <summary>Ten ASCII digits.</summary>
    /// <exception cref="InvalidOperationException">The default value, which is no code.</exception>
    public string Value => _value ?? throw new InvalidOperationException("A default PostalCode holds no code.");

    /// <summary>False where the first five digits hold a 0 or a 2, or the first four are equal: a flag for an officer, not a refusal.</summary>
    public bool IsPlausible => Value.AsSpan(0, 5).IndexOfAny('0', '2') < 0 && Value.AsSpan(0, 4).IndexOfAnyExcept(Value[0]) >= 0;

    /// <summary>Reads ten digits, Persian or Arabic ones too, spaces and dashes between them allowed.</summary>
    public static bool TryNormalise(string? text, out PostalCode code)
    {
        var digits = Digits.Compact(text);
        var valid = digits.Length == Length && Digits.AreAll(digits);
        code = valid ? new PostalCode(digits) : default;
        return valid;
    }

    public override string ToString() => Value;
}
