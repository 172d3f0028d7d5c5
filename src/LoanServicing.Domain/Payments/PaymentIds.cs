namespace LoanServicing.Domain.Payments;

/// <summary>
/// The identifiers that we give to the bank, made of our own unique ids so that none is ever used twice. At most 35 characters, letters
/// and digits only, as ISO 20022 <c>Max35Text</c> in the character set that every bank takes.
/// </summary>
public static class PaymentIds
{
    private const string OrderPrefix = "LS";
    private const string FilePrefix = "LSF";

    /// <summary>The end-to-end id of a payment order: 34 characters.</summary>
    public static string EndToEndId(Guid orderId) => OrderPrefix + Hex(orderId);

    /// <summary>The message id of a payment file: 35 characters.</summary>
    public static string MessageId(Guid fileId) => FilePrefix + Hex(fileId);

    private static string Hex(Guid id) => id.ToString("N").ToUpperInvariant();
}
