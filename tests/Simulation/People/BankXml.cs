using System.Globalization;
using System.Xml.Linq;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Simulation.People;

/// <summary>The bank's messages: it reads pain.001 and writes camt.054 and pain.002.</summary>
internal static class BankXml
{
    private static readonly XNamespace Camt = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08";
    private static readonly XNamespace Pain = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10";

    public sealed record Payment(string EndToEndId, long Amount, string Iban, LocalDate ExecutionDate);

    public static IReadOnlyList<Payment> Read(string file)
    {
        var root = XDocument.Load(file).Root!;
        var pain = root.Name.Namespace;
        var date = LocalDatePattern.Iso.Parse(root.Descendants(pain + "ReqdExctnDt").Single().Value).Value;
        return
        [
            .. root.Descendants(pain + "CdtTrfTxInf").Select(transfer => new Payment(
                transfer.Descendants(pain + "EndToEndId").Single().Value,
                long.Parse(transfer.Descendants(pain + "InstdAmt").Single().Value, NumberStyles.None, CultureInfo.InvariantCulture),
                transfer.Element(pain + "CdtrAcct")!.Descendants(pain + "IBAN").Single().Value,
                date)),
        ];
    }

    public static XElement Booking(string endToEndId, string reference, long amount, LocalDate valueDate, bool comesBack) => new(
        Camt + "Ntry",
        Amount(amount),
        new XElement(Camt + "CdtDbtInd", comesBack ? "CRDT" : "DBIT"),
        new XElement(Camt + "Sts", new XElement(Camt + "Cd", "BOOK")),
        new XElement(Camt + "BookgDt", Day(valueDate)),
        new XElement(Camt + "ValDt", Day(valueDate)),
        new XElement(Camt + "NtryDtls", new XElement(
            Camt + "TxDtls",
            new XElement(Camt + "Refs", new XElement(Camt + "AcctSvcrRef", reference), new XElement(Camt + "EndToEndId", endToEndId)),
            Amount(amount),
            new XElement(Camt + "CdtDbtInd", comesBack ? "CRDT" : "DBIT"),
            comesBack ? new XElement(Camt + "RtrInf", new XElement(Camt + "Rsn", new XElement(Camt + "Cd", "AC04"))) : null)));

    public static XElement Refusal(string endToEndId) => new(
        Pain + "TxInfAndSts",
        new XElement(Pain + "OrgnlEndToEndId", endToEndId),
        new XElement(Pain + "TxSts", "RJCT"),
        new XElement(Pain + "StsRsnInf", new XElement(Pain + "Rsn", new XElement(Pain + "Cd", "AC01"))));

    public static XDocument Notification(string messageId, IEnumerable<XElement> bookings) => new(new XElement(
        Camt + "Document",
        new XElement(
            Camt + "BkToCstmrDbtCdtNtfctn",
            new XElement(Camt + "GrpHdr", new XElement(Camt + "MsgId", messageId), new XElement(Camt + "CreDtTm", "2026-11-22T12:00:00")),
            new XElement(Camt + "Ntfctn", new XElement(Camt + "Id", "1"), bookings))));

    public static XDocument StatusReport(string messageId, IEnumerable<XElement> refusals) => new(new XElement(
        Pain + "Document",
        new XElement(
            Pain + "CstmrPmtStsRpt",
            new XElement(Pain + "GrpHdr", new XElement(Pain + "MsgId", messageId), new XElement(Pain + "CreDtTm", "2026-11-22T12:00:00")),
            new XElement(Pain + "OrgnlPmtInfAndSts", new XElement(Pain + "OrgnlPmtInfId", "1"), refusals))));

    private static XElement Amount(long amount) => new(Camt + "Amt", new XAttribute("Ccy", "IRR"), amount);

    private static XElement Day(LocalDate date) => new(Camt + "Dt", LocalDatePattern.Iso.Format(date));
}
