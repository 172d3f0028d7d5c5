using System.Globalization;

namespace LoanServicing.Domain.Applications;

/// <summary>
/// What an applicant notes down to ask after an application: nine digits, read out as three groups of three (<c>482-190-736</c>), the last
/// a check digit. Digits only, because people type them on Persian keyboards; nine, so that nobody takes it for a national id.
/// </summary>
public readonly record struct TrackingCode
{
    /// <summary>Serials run from <see cref="FirstSerial"/> up to, not including, this.</summary>
    public const int EndOfSerials = 100_000_000;

    /// <summary>No code begins with a zero, which people leave out.</summary>
    public const int FirstSerial = 10_000_000;

    private const int Length = 9;

    // The quasigroup of Damm (2004): finds every single wrong digit and every exchange of two neighbours.
    private static readonly string[] Damm =
    [
        "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
        "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
    ];

    private readonly string? _digits;

    private TrackingCode(string digits) => _digits = digits;

    /// <summary>The nine digits, as stored.</summary>
    /// <exception cref="InvalidOperationException">The default value, which is no code.</exception>
    public string Digits => _digits ?? throw new InvalidOperationException("A default TrackingCode holds no digits.");

    /// <summary>The code of a serial number; which serials are given out is the caller's business.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not between <see cref="FirstSerial"/> and <see cref="EndOfSerials"/>.</exception>
    public static TrackingCode FromSerial(int serial)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(serial, FirstSerial);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(serial, EndOfSerials);
        var digits = serial.ToString(CultureInfo.InvariantCulture);
        return new TrackingCode(digits + Interim(digits));
    }

    /// <summary>Reads nine digits, Persian or Arabic ones too, with or without the dashes; false when the check digit is wrong.</summary>
    public static bool TryParse(string? text, out TrackingCode code)
    {
        var digits = Identifiers.Digits.Compact(text);
        var valid = digits.Length == Length && Identifiers.Digits.AreAll(digits) && digits[0] != '0' && Interim(digits) == '0';
        code = valid ? new TrackingCode(digits) : default;
        return valid;
    }

    /// <summary>Three groups of three digits.</summary>
    public override string ToString() => $"{Digits[..3]}-{Digits[3..6]}-{Digits[6..]}";

    private static char Interim(string digits)
    {
        var interim = '0';
        foreach (var digit in digits)
        {
            interim = Damm[interim - '0'][digit - '0'];
        }

        return interim;
    }
}
