using System.Globalization;
using System.Xml.Linq;
using LoanServicing.TestSupport;
using NodaTime;

namespace LoanServicing.Host.Tests.Support;

/// <summary>A payment as the bank reads it in a payment file.</summary>
internal sealed record BankOrder(string File, string EndToEndId, long AmountRials, string Iban, string CreditorName);

/// <summary>The bank's side of the bank folder, worked by hand: reads pain.001, answers with camt.054 and pain.002.</summary>
internal sealed class BankDesk(string folder)
{
    private static readonly XNamespace Camt = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08";
    private static readonly XNamespace Pain = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10";

    private readonly HashSet<string> _seen = [];
    private int _messages;

    private string Inbox => Path.Combine(folder, "inbox");

    private string Outbox => Path.Combine(folder, "outbox");

    /// <summary>Waits for the next payment that was not looked at before.</summary>
    public async Task<BankOrder> NextOrderAsync()
    {
        var found = await Eventually.ValueAsync(
            () => Task.FromResult(Orders().FirstOrDefault(order => !_seen.Contains(order.EndToEndId))), order => order is not null, "a payment file");
        _seen.Add(found!.EndToEndId);
        return found;
    }

    /// <summary>Every payment in every file so far.</summary>
    public IReadOnlyList<BankOrder> Orders() => [.. Directory.EnumerateFiles(Outbox, "*.xml").Order(StringComparer.Ordinal).SelectMany(ReadFile)];

    /// <summary>The bank has paid.</summary>
    public void Confirm(BankOrder order, LocalDate valueDate) => Drop(Notification(order, valueDate, "DBIT", null));

    /// <summary>The payment has come back.</summary>
    public void Return(BankOrder order, LocalDate valueDate) => Drop(Notification(order, valueDate, "CRDT", new XElement(
        Camt + "RtrInf", new XElement(Camt + "Rsn", new XElement(Camt + "Cd", "AC04")))));

    /// <summary>The bank refuses to pay.</summary>
    public void Refuse(BankOrder order) => Drop(new XElement(
        Pain + "Document",
        new XElement(
            Pain + "CstmrPmtStsRpt",
            new XElement(Pain + "GrpHdr", new XElement(Pain + "MsgId", NextMessageId()), new XElement(Pain + "CreDtTm", "2026-11-22T12:00:00")),
            new XElement(
                Pain + "OrgnlPmtInfAndSts",
                new XElement(Pain + "OrgnlPmtInfId", Path.GetFileNameWithoutExtension(order.File)),
                new XElement(
                    Pain + "TxInfAndSts",
                    new XElement(Pain + "OrgnlEndToEndId", order.EndToEndId),
                    new XElement(Pain + "TxSts", "RJCT"),
                    new XElement(Pain + "StsRsnInf", new XElement(Pain + "Rsn", new XElement(Pain + "Cd", "AC01"))))))));

    /// <summary>Waits until everything that was told has been read.</summary>
    public Task UntilReadAsync() =>
        Eventually.TrueAsync(() => Task.FromResult(!Directory.EnumerateFiles(Inbox).Any()), "the bank's files are read");

    private XElement Notification(BankOrder order, LocalDate valueDate, string direction, XElement? returned)
    {
        var amount = new XElement(Camt + "Amt", new XAttribute("Ccy", "IRR"), order.AmountRials);
        var day = new XElement(Camt + "Dt", RunningProgramme.Iso(valueDate));
        return new XElement(
            Camt + "Document",
            new XElement(
                Camt + "BkToCstmrDbtCdtNtfctn",
                new XElement(Camt + "GrpHdr", new XElement(Camt + "MsgId", NextMessageId()), new XElement(Camt + "CreDtTm", "2026-11-22T12:00:00")),
                new XElement(
                    Camt + "Ntfctn",
                    new XElement(Camt + "Id", "1"),
                    new XElement(
                        Camt + "Ntry",
                        amount,
                        new XElement(Camt + "CdtDbtInd", direction),
                        new XElement(Camt + "Sts", new XElement(Camt + "Cd", "BOOK")),
                        new XElement(Camt + "BookgDt", day),
                        new XElement(Camt + "ValDt", day),
                        new XElement(
                            Camt + "NtryDtls",
                            new XElement(
                                Camt + "TxDtls",
                                new XElement(
                                    Camt + "Refs",
                                    new XElement(Camt + "AcctSvcrRef", $"{direction}-{order.EndToEndId[^20..]}"),
                                    new XElement(Camt + "EndToEndId", order.EndToEndId)),
                                amount,
                                new XElement(Camt + "CdtDbtInd", direction),
                                returned))))));
    }

    private static IEnumerable<BankOrder> ReadFile(string file)
    {
        var root = XDocument.Load(file).Root!;
        var pain = root.Name.Namespace;
        return root.Descendants(pain + "CdtTrfTxInf").Select(transfer => new BankOrder(
            file,
            transfer.Descendants(pain + "EndToEndId").Single().Value,
            long.Parse(transfer.Descendants(pain + "InstdAmt").Single().Value, NumberStyles.None, CultureInfo.InvariantCulture),
            transfer.Element(pain + "CdtrAcct")!.Descendants(pain + "IBAN").Single().Value,
            transfer.Element(pain + "Cdtr")!.Element(pain + "Nm")!.Value));
    }

    private void Drop(XElement document)
    {
        var file = Path.Combine(Inbox, $"answer-{_messages:D4}.xml");
        document.Save(file + ".tmp");
        File.Move(file + ".tmp", file);
    }

    private string NextMessageId() => $"BANK-{++_messages:D4}-{Guid.CreateVersion7():N}"[..35];
}
