namespace LoanServicing.Domain.Identifiers;

/// <summary>An Iranian mobile number (domain.md section 4.4). Operator prefixes are not looked at: every list of them goes stale.</summary>
public readonly record struct Mobile
{
    private const int NationalLength = 10;

    private static readonly string[] Prefixes = ["+98", "98", "0098", "0", ""];

    private readonly string? _value;

    private Mobile(string value) => _value = value;

    /// <summary><c>+989</c> and nine digits.</summary>
    /// <exception cref="InvalidOperationException">The default value, which is no number.</exception>
    public string Value => _value ?? throw new InvalidOperationException("A default Mobile holds no number.");

    /// <summary>What people may see who need not know it: <c>0912***2580</c>.</summary>
    public string Masked => $"0{Value[3..6]}***{Value[^4..]}";

    /// <summary>Reads a number that starts with <c>+98</c>, <c>98</c>, <c>0098</c>, <c>0</c> or the 9 itself.</summary>
    public static bool TryParse(string? text, out Mobile mobile)
    {
        var compact = Digits.Compact(text);
        var national = compact.Length < NationalLength ? string.Empty : compact[^NationalLength..];
        var valid = national.StartsWith('9') && Digits.AreAll(national) && Prefixes.Contains(compact[..^NationalLength]);
        mobile = valid ? new Mobile("+98" + national) : default;
        return valid;
    }

    public override string ToString() => Value;
}
