using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace LoanServicing.Disbursement.BankFiles;

/// <summary>
/// Reads a file of the bank: camt.054.001.02 to .08 (bookings and returns) or pain.002.001.03 to .10 (status reports). The whole file is
/// read before anything of it is used. What comes from outside is bounded in size and in depth, may bring no DTD and resolves no entity.
/// </summary>
internal static class BankFileReader
{
    /// <summary>The refusal of what is no complete XML document, be it damaged or not written to its end yet.</summary>
    public const string NotXml = "file.not-xml";

    private const string NamespacePrefix = "urn:iso:std:iso:20022:tech:xsd:";
    private const int MessageIdLength = 35;

    public static BankFileReading Read(byte[] content)
    {
        XElement root;
        try
        {
            if (TooDeep(content) is { } tooDeep)
            {
                return BankFileReading.Refused("file.too-deep", tooDeep);
            }

            root = Load(content);
        }
        catch (XmlException unreadable)
        {
            return BankFileReading.Refused(NotXml, UnreadableXml.Describe(content, unreadable));
        }

        return Format(root) switch
        {
            ("camt.054", >= 2 and <= 8) => Notification(root),
            ("pain.002", >= 3 and <= 10) => StatusReport(root),
            _ => BankFileReading.Refused(
                "file.unknown-format",
                $"'{root.Name}' is none of camt.054.001.02 to .08 and pain.002.001.03 to .10; ask the bank for one of these."),
        };
    }

    private static string? TooDeep(byte[] content)
    {
        using var reader = Open(content);
        return NestedXml.DescribeTooDeep(reader);
    }

    private static XElement Load(byte[] content)
    {
        using var reader = Open(content);
        return XElement.Load(reader);
    }

    private static XmlReader Open(byte[] content) => XmlReader.Create(
        new MemoryStream(content, writable: false),
        new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = content.Length,
            CloseInput = true,
        });

    private static (string Message, int Version) Format(XElement root)
    {
        var name = root.Name.NamespaceName;
        if (root.Name.LocalName != "Document" || !name.StartsWith(NamespacePrefix, StringComparison.Ordinal))
        {
            return default;
        }

        // camt.054.001.08: the message, then the variant, then the version.
        var parts = name[NamespacePrefix.Length..].Split('.');
        return parts is [var area, var function, "001", var version]
            && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? ($"{area}.{function}", number)
                : default;
    }

    private static BankFileReading Notification(XElement root)
    {
        var body = root.Child("BkToCstmrDbtCdtNtfctn");
        foreach (var notification in body.Children("Ntfctn"))
        {
            var announced = notification.Child("TxsSummry").Child("TtlNtries").Text("NbOfNtries");
            var found = notification.Children("Ntry").Count();
            if (announced is not null && announced != found.ToString(CultureInfo.InvariantCulture))
            {
                return BankFileReading.Refused("file.incomplete", $"The file announces {announced} entries and has {found}; ask the bank to send it again whole.");
            }
        }

        return NotificationEntries.ForeignMoney(body) ?? Checked("camt.054", body, NotificationEntries.Read(body), paymentFile: null);
    }

    private static BankFileReading StatusReport(XElement root)
    {
        var body = root.Child("CstmrPmtStsRpt");
        return Checked("pain.002", body, StatusReportEntries.Read(body), StatusReportEntries.PaymentFile(body));
    }

    private static BankFileReading Checked(string kind, XElement? body, IReadOnlyList<BankFileEntry> entries, string? paymentFile) =>
        body.Child("GrpHdr").Text("MsgId") switch
        {
            null => BankFileReading.Refused(
                "file.no-message-id", "The file has no message id in its group header; ask the bank to send it again with one."),
            { Length: > MessageIdLength } => BankFileReading.Refused(
                "file.no-message-id", $"The message id is longer than {MessageIdLength} characters; ask the bank to send the file again with a shorter one."),
            var messageId => BankFileReading.Of(new BankFile(kind, messageId, entries, paymentFile)),
        };
}
