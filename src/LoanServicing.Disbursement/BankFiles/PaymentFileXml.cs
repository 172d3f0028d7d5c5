using System.Globalization;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using NodaTime.Text;

namespace LoanServicing.Disbursement.BankFiles;

/// <summary>
/// Writes a payment file as ISO 20022 pain.001.001.09: one payment information block, IRR, amounts in whole rials. The rail is its
/// <c>PmtTpInf/LclInstrm/Prtry</c>, the place for an instrument of one country's own: <c>INTERNAL</c>, <c>PAYA</c>, <c>SATNA</c> or <c>POL</c>.
/// </summary>
internal static class PaymentFileXml
{
    public const string Namespace = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

    /// <summary>The bytes to be given to the bank: UTF-8 without a byte order mark, the same for the same content.</summary>
    public static byte[] Render(PaymentFile file) => PaymentXml.Document(Namespace, xml => xml.Element("CstmrCdtTrfInitn", body =>
    {
        body.Element("GrpHdr", header => WriteGroupHeader(header, file));
        body.Element("PmtInf", block => WritePaymentInformation(block, file));
    }));

    private static void WriteGroupHeader(PaymentXml xml, PaymentFile file)
    {
        xml.Text(file.MessageId, "MsgId");
        xml.Text(InstantPattern.General.Format(file.CreatedAt), "CreDtTm");
        WriteTotals(xml, file);
        xml.Text(PaymentXml.Clean(file.Debtor.Name), "InitgPty", "Nm");
    }

    private static void WritePaymentInformation(PaymentXml xml, PaymentFile file)
    {
        xml.Text(file.MessageId, "PmtInfId");
        xml.Text("TRF", "PmtMtd");
        WriteTotals(xml, file);
        if (file.Rail is { } rail)
        {
            xml.Text(rail.Name().ToUpperInvariant(), "PmtTpInf", "LclInstrm", "Prtry");
        }

        xml.Text(LocalDatePattern.Iso.Format(file.RequestedExecutionDate), "ReqdExctnDt", "Dt");
        xml.Text(PaymentXml.Clean(file.Debtor.Name), "Dbtr", "Nm");
        xml.Text(file.Debtor.Iban, "DbtrAcct", "Id", "IBAN");
        xml.Text(file.Debtor.Bic, "DbtrAgt", "FinInstnId", "BICFI");
        foreach (var transfer in file.Transfers)
        {
            xml.Element("CdtTrfTxInf", element => WriteTransfer(element, transfer));
        }
    }

    private static void WriteTransfer(PaymentXml xml, CreditTransfer transfer)
    {
        xml.Text(transfer.EndToEndId, "PmtId", "EndToEndId");
        xml.Element("Amt", amount => amount.TextInRials(transfer.Amount.ToString(), "InstdAmt"));
        xml.Text(PaymentXml.Clean(transfer.CreditorName), "Cdtr", "Nm");
        xml.Text(transfer.Iban, "CdtrAcct", "Id", "IBAN");
        xml.Text(PaymentXml.Clean(transfer.Remittance), "RmtInf", "Ustrd");
    }

    private static void WriteTotals(PaymentXml xml, PaymentFile file)
    {
        xml.Text(file.Transfers.Count.ToString(CultureInfo.InvariantCulture), "NbOfTxs");
        xml.Text(file.Transfers.Select(transfer => transfer.Amount).Sum().ToString(), "CtrlSum");
    }
}
