using System.Globalization;
using System.Text;
using System.Xml;
using LoanServicing.Domain.Money;
using NodaTime.Text;

namespace LoanServicing.Disbursement.BankFiles;

/// <summary>Writes a payment file as ISO 20022 pain.001.001.09: one payment information block, IRR, amounts in whole rials.</summary>
internal static class PaymentFileXml
{
    public const string Namespace = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

    private const string Currency = "IRR";
    private const int NameLength = 140;

    /// <summary>The bytes to be given to the bank: UTF-8 without a byte order mark, the same for the same content.</summary>
    public static byte[] Render(PaymentFile file)
    {
        using var bytes = new MemoryStream();
        var plainUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var settings = new XmlWriterSettings { Encoding = plainUtf8, Indent = true, NewLineChars = "\n" };
        using (var xml = XmlWriter.Create(bytes, settings))
        {
            xml.WriteStartElement("Document", Namespace);
            xml.WriteStartElement("CstmrCdtTrfInitn", Namespace);
            WriteGroupHeader(xml, file);
            WritePaymentInformation(xml, file);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return bytes.ToArray();
    }

    private static void WriteGroupHeader(XmlWriter xml, PaymentFile file)
    {
        xml.WriteStartElement("GrpHdr", Namespace);
        Text(xml, file.MessageId, "MsgId");
        Text(xml, InstantPattern.General.Format(file.CreatedAt), "CreDtTm");
        WriteTotals(xml, file);
        Text(xml, Clean(file.Debtor.Name), "InitgPty", "Nm");
        xml.WriteEndElement();
    }

    private static void WritePaymentInformation(XmlWriter xml, PaymentFile file)
    {
        xml.WriteStartElement("PmtInf", Namespace);
        Text(xml, file.MessageId, "PmtInfId");
        Text(xml, "TRF", "PmtMtd");
        WriteTotals(xml, file);
        Text(xml, LocalDatePattern.Iso.Format(file.RequestedExecutionDate), "ReqdExctnDt", "Dt");
        Text(xml, Clean(file.Debtor.Name), "Dbtr", "Nm");
        Text(xml, file.Debtor.Iban, "DbtrAcct", "Id", "IBAN");
        Text(xml, file.Debtor.Bic, "DbtrAgt", "FinInstnId", "BICFI");
        foreach (var transfer in file.Transfers)
        {
            WriteTransfer(xml, transfer);
        }

        xml.WriteEndElement();
    }

    private static void WriteTransfer(XmlWriter xml, CreditTransfer transfer)
    {
        xml.WriteStartElement("CdtTrfTxInf", Namespace);
        Text(xml, transfer.EndToEndId, "PmtId", "EndToEndId");
        xml.WriteStartElement("Amt", Namespace);
        xml.WriteStartElement("InstdAmt", Namespace);
        xml.WriteAttributeString("Ccy", Currency);
        xml.WriteString(transfer.Amount.ToString());
        xml.WriteEndElement();
        xml.WriteEndElement();
        Text(xml, Clean(transfer.CreditorName), "Cdtr", "Nm");
        Text(xml, transfer.Iban, "CdtrAcct", "Id", "IBAN");
        Text(xml, Clean(transfer.Remittance), "RmtInf", "Ustrd");
        xml.WriteEndElement();
    }

    private static void WriteTotals(XmlWriter xml, PaymentFile file)
    {
        Text(xml, file.Transfers.Count.ToString(CultureInfo.InvariantCulture), "NbOfTxs");
        Text(xml, file.Transfers.Select(transfer => transfer.Amount).Sum().ToString(), "CtrlSum");
    }

    private static void Text(XmlWriter xml, string text, params ReadOnlySpan<string> path)
    {
        foreach (var element in path)
        {
            xml.WriteStartElement(element, Namespace);
        }

        xml.WriteString(text);
        for (var i = 0; i < path.Length; i++)
        {
            xml.WriteEndElement();
        }
    }

    // Names come from people: what XML cannot carry is left out, and Max140Text is kept to.
    private static string Clean(string text)
    {
        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var legal = rune != Rune.ReplacementChar && !Rune.IsControl(rune) && (!rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value));
            if (legal && clean.Length + rune.Utf16SequenceLength <= NameLength)
            {
                clean.Append(rune);
            }
        }

        return clean.ToString().Trim();
    }
}
