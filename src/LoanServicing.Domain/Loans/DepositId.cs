using System.Globalization;

namespace LoanServicing.Domain.Loans;

/// <summary>
/// What a payer writes on a transfer so that it finds its loan (shenase-ye variz): digits only, the last two check digits of ISO 7064
/// MOD 97-10, so that a wrong digit or two swapped ones point to no loan rather than to another. At most <see cref="MaxLength"/> digits.
/// </summary>
public readonly record struct DepositId
{
    public const int MaxLength = 30;

    private const int Modulus = 97;

    private DepositId(string digits) => Digits = digits;

    public string Digits { get; }

    /// <param name="loanSerial">The loan's serial number, above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero.</exception>
    public static DepositId FromSerial(long loanSerial)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(loanSerial);
        var serial = loanSerial.ToString(CultureInfo.InvariantCulture);
        return new DepositId(string.Create(CultureInfo.InvariantCulture, $"{serial}{98 - Remainder(serial + "00"):00}"));
    }

    /// <summary>Reads what a payer or a bank statement wrote: Persian and Arabic digits, spaces and dashes between. False when the check digits fail.</summary>
    public static bool TryParse(string? text, out DepositId depositId)
    {
        var digits = Identifiers.Digits.Compact(text);
        var valid = digits.Length is >= 3 and <= MaxLength && Identifiers.Digits.AreAll(digits) && Remainder(digits) == 1;
        depositId = valid ? new DepositId(digits) : default;
        return valid;
    }

    public override string ToString() => Digits ?? string.Empty;

    private static int Remainder(string digits) => digits.Aggregate(0, (remainder, digit) => ((remainder * 10) + (digit - '0')) % Modulus);
}
