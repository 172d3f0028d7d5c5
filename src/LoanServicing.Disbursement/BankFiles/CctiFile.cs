using System.Globalization;
using System.Text;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Disbursement.BankFiles;

/// <summary>
/// Writes a payment file in the Paya batch dialect, <c>.ccti</c>, as domain.md section 6 describes it (source S70): a pain.001 without a namespace,
/// cut down to what Paya carries, with Solar Hijri dates and no text for the payee. Other programs write a deposit id or <c>EMPTY</c> into <c>InstrId</c> and
/// <c>EndToEndId</c>; here both hold our end-to-end id, by which alone an answer of the bank finds its order.
/// </summary>
internal static class CctiFile
{
    /// <summary>What the dialect calls the debtor's agent unless it is configured otherwise: the Central Bank, which clears Paya.</summary>
    public const string ClearingBic = "BMJIIRTHXXX";

    private const string OnlyBlock = "1";
    private const int NameLength = 140;

    private static readonly DateTimeZone Iran = DateTimeZoneProviders.Tzdb["Asia/Tehran"];
    private static readonly LocalTimePattern ToTheSecond = LocalTimePattern.CreateWithInvariantCulture("HH':'mm':'ss");

    /// <summary>The bytes to be given to the bank: UTF-8 without a byte order mark, the same for the same content.</summary>
    public static byte[] Render(PaymentFile file) => PaymentXml.Document(xmlNamespace: "", xml => xml.Element("CstmrCdtTrfInitn", body =>
    {
        body.Element("GrpHdr", header => WriteGroupHeader(header, file));
        body.Element("PmtInf", block => WritePaymentInformation(block, file));
    }));

    private static void WriteGroupHeader(PaymentXml xml, PaymentFile file)
    {
        var created = file.CreatedAt.InZone(Iran).LocalDateTime;
        xml.Text(file.MessageId, "MsgId");
        xml.Text($"{created.Date.ToPersian()}T{ToTheSecond.Format(created.TimeOfDay)}", "CreDtTm");
        WriteTotals(xml, file);
        xml.Text(Name(file.Debtor.Name, file.Debtor.Iban), "InitgPty", "Nm");
    }

    private static void WritePaymentInformation(PaymentXml xml, PaymentFile file)
    {
        xml.Text(OnlyBlock, "PmtInfId");
        xml.TextInRials("TRF", "PmtMtd");
        WriteTotals(xml, file);
        xml.Text(file.RequestedExecutionDate.ToPersian(), "ReqdExctnDt");
        xml.Text(Name(file.Debtor.Name, file.Debtor.Iban), "Dbtr", "Nm");
        xml.Text(file.Debtor.Iban, "DbtrAcct", "Id", "IBAN");
        xml.Text(file.Debtor.Bic, "DbtrAgt", "FinInstnId", "BIC");
        foreach (var transfer in file.Transfers)
        {
            xml.Element("CdtTrfTxInf", element => WriteTransfer(element, transfer));
        }
    }

    private static void WriteTransfer(PaymentXml xml, CreditTransfer transfer)
    {
        xml.Element("PmtId", ids =>
        {
            ids.Text(transfer.EndToEndId, "InstrId");
            ids.Text(transfer.EndToEndId, "EndToEndId");
        });
        xml.Element("Amt", amount => amount.TextInRials(transfer.Amount.ToString(), "InstdAmt"));
        xml.Element("Cdtr", payee =>
        {
            payee.Text(Name(transfer.CreditorName, transfer.NationalId), "Nm");
            payee.Text(transfer.NationalId, "Id", "PrvtId", "Othr", "Id");
        });
        xml.Text(transfer.Iban, "CdtrAcct", "Id", "IBAN");
    }

    private static void WriteTotals(PaymentXml xml, PaymentFile file)
    {
        xml.Text(file.Transfers.Count.ToString(CultureInfo.InvariantCulture), "NbOfTxs");
        xml.Text(file.Transfers.Select(transfer => transfer.Amount).Sum().ToString(), "CtrlSum");
    }

    // Nothing says which characters every reader of the dialect takes in a name; letters, digits and spaces are safe. What else there is becomes a space,
    // the joiner between two parts of a Persian name too.
    private static string Name(string text, string whereNothingIsLeft)
    {
        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var kept = Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark;
            if (kept && clean.Length + rune.Utf16SequenceLength <= NameLength)
            {
                clean.Append(rune);
            }
            else if (!kept && clean.Length > 0 && clean.Length < NameLength && clean[^1] != ' ')
            {
                clean.Append(' ');
            }
        }

        return clean.ToString().TrimEnd() is { Length: > 0 } name ? name : whereNothingIsLeft;
    }
}
