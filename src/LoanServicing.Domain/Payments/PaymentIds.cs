using System.Globalization;
using LoanServicing.Domain.Identifiers;

namespace LoanServicing.Domain.Payments;

/// <summary>
/// The identifiers that we give to the bank, made of our own unique ids, or of a counter, so that none is ever used twice. At most 35 characters, letters
/// and digits only, as ISO 20022 <c>Max35Text</c> in the character set that every bank takes.
/// </summary>
public static class PaymentIds
{
    private const string OrderPrefix = "LS";
    private const string FilePrefix = "LSF";
    private const long LargestSerial = 999_999_999;

    /// <summary>The end-to-end id of a payment order: 34 characters.</summary>
    public static string EndToEndId(Guid orderId) => OrderPrefix + Hex(orderId);

    /// <summary>Whether a bank's text has the form of an end-to-end id of ours.</summary>
    public static bool IsEndToEndId(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        const int HexLength = 32;
        return text.Length == OrderPrefix.Length + HexLength && text.StartsWith(OrderPrefix, StringComparison.Ordinal)
            && !text.AsSpan(OrderPrefix.Length).ContainsAnyExcept("0123456789ABCDEF");
    }

    /// <summary>The message id of a payment file: 35 characters.</summary>
    public static string MessageId(Guid fileId) => FilePrefix + Hex(fileId);

    /// <summary>The message id of a payment file in the Paya dialect, 35 characters: the debtor's IBAN and nine digits (domain.md section 6).</summary>
    /// <param name="serial">Counted from 1 and never given twice, whatever the account.</param>
    /// <exception cref="ArgumentOutOfRangeException">It does not fit into nine digits.</exception>
    public static string CctiMessageId(Sheba debtor, long serial)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(serial, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(serial, LargestSerial);
        return $"{debtor.Value}{serial.ToString("D9", CultureInfo.InvariantCulture)}";
    }

    private static string Hex(Guid id) => id.ToString("N").ToUpperInvariant();
}
