using System.Globalization;
using System.Xml.Linq;
using LoanServicing.Domain.Calendar;
using LoanServicing.Platform.Data;
using NodaTime.Text;

namespace LoanServicing.Host.Simulation;

/// <summary>
/// The bank's side of the bank folder: takes payment files (pain.001 and ccti) from <c>outbox</c> and answers into <c>inbox</c> with a notification
/// of what it paid (camt.054) and a status report of what it refused (pain.002). An answer's message id follows from the file's, so that a
/// file answered twice, because the bank was cut in between, is the same answer.
/// </summary>
internal sealed class SimulatedBank(string bankFolder, Func<string, bool> refuses)
{
    private static readonly XNamespace Camt = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08";
    private static readonly XNamespace Status = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10";
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly string _outbox = Path.Combine(bankFolder, "outbox");
    private readonly string _inbox = Path.Combine(bankFolder, "inbox");
    private readonly string _taken = Path.Combine(bankFolder, "taken");

    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var folder in (string[])[_outbox, _inbox, _taken])
        {
            StartupFolder.Create("Bank:Folder", folder);
        }

        using var timer = new PeriodicTimer(LookEvery);
        do
        {
            foreach (var file in Directory.EnumerateFiles(_outbox).Where(IsPaymentFile).Order(StringComparer.Ordinal).ToList())
            {
                Answer(file);
            }
        }
        while (await timer.WaitForNextTickAsync(cancel));
    }

    private static bool IsPaymentFile(string file) => Path.GetExtension(file) is ".xml" or ".ccti";

    // A ccti file tells it in the Solar Hijri calendar, whose years do not overlap with ours.
    private static string IsoDay(string day) => SolarHijriDate.TryParse(day, out var persian) ? LocalDatePattern.Iso.Format(persian.ToIso()) : day;

    private void Answer(string file)
    {
        var document = XDocument.Load(file);
        var pain = document.Root!.Name.Namespace;
        var id = document.Descendants(pain + "MsgId").First().Value;
        var day = IsoDay(document.Descendants(pain + "ReqdExctnDt").First().Value);
        var orders = document.Descendants(pain + "CdtTrfTxInf").Select(element => Order.Read(element, pain)).ToList();
        var paid = orders.Where(order => !refuses(order.Iban)).ToList();
        var refused = orders.Where(order => refuses(order.Iban)).ToList();
        if (paid.Count > 0)
        {
            Write("camt054", id, Notification(id, day, paid));
        }

        if (refused.Count > 0)
        {
            Write("pain002", id, StatusReport(id, day, refused));
        }

        File.Move(file, Path.Combine(_taken, Path.GetFileName(file)), overwrite: true);
    }

    private void Write(string kind, string id, XElement root)
    {
        var file = Path.Combine(_inbox, $"{kind}-{id}.xml");
        new XDocument(root).Save(file + ".tmp");
        File.Move(file + ".tmp", file, overwrite: true);
    }

    private static XElement Notification(string id, string day, List<Order> paid) =>
        new(Camt + "Document", new XElement(
            Camt + "BkToCstmrDbtCdtNtfctn",
            new XElement(Camt + "GrpHdr", new XElement(Camt + "MsgId", Shorten("N", id)), new XElement(Camt + "CreDtTm", day + "T12:00:00")),
            new XElement(
                Camt + "Ntfctn",
                new XElement(Camt + "Id", Shorten("N", id)),
                paid.Select(order => Entry(order, day)))));

    private static XElement Entry(Order order, string day) => new(
        Camt + "Ntry",
        new XElement(Camt + "Amt", new XAttribute("Ccy", "IRR"), order.Amount),
        new XElement(Camt + "CdtDbtInd", "DBIT"),
        new XElement(Camt + "Sts", new XElement(Camt + "Cd", "BOOK")),
        new XElement(Camt + "BookgDt", new XElement(Camt + "Dt", day)),
        new XElement(Camt + "ValDt", new XElement(Camt + "Dt", day)),
        new XElement(Camt + "AcctSvcrRef", "B" + order.EndToEndId),
        new XElement(Camt + "NtryDtls", new XElement(
            Camt + "TxDtls",
            new XElement(
                Camt + "Refs",
                new XElement(Camt + "AcctSvcrRef", "B" + order.EndToEndId),
                new XElement(Camt + "EndToEndId", order.EndToEndId)),
            new XElement(Camt + "Amt", new XAttribute("Ccy", "IRR"), order.Amount),
            new XElement(Camt + "CdtDbtInd", "DBIT"))));

    private static XElement StatusReport(string id, string day, List<Order> refused) =>
        new(Status + "Document", new XElement(
            Status + "CstmrPmtStsRpt",
            new XElement(Status + "GrpHdr", new XElement(Status + "MsgId", Shorten("S", id)), new XElement(Status + "CreDtTm", day + "T12:00:00")),
            new XElement(
                Status + "OrgnlGrpInfAndSts",
                new XElement(Status + "OrgnlMsgId", id),
                new XElement(Status + "OrgnlMsgNmId", "pain.001.001.09")),
            new XElement(
                Status + "OrgnlPmtInfAndSts",
                new XElement(Status + "OrgnlPmtInfId", id),
                refused.Select(order => new XElement(
                    Status + "TxInfAndSts",
                    new XElement(Status + "OrgnlEndToEndId", order.EndToEndId),
                    new XElement(Status + "TxSts", "RJCT"),
                    new XElement(Status + "StsRsnInf", new XElement(Status + "Rsn", new XElement(Status + "Cd", "AC01"))))))));

    /// <summary>ISO 20022 message ids have at most 35 characters.</summary>
    private static string Shorten(string prefix, string id) => prefix + (id.Length > 34 ? id[^34..] : id);

    private sealed record Order(string EndToEndId, string Amount, string Iban)
    {
        public static Order Read(XElement element, XNamespace pain) => new(
            element.Descendants(pain + "EndToEndId").First().Value,
            long.Parse(element.Descendants(pain + "InstdAmt").First().Value, NumberStyles.None, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
            element.Element(pain + "CdtrAcct")!.Descendants(pain + "IBAN").First().Value);
    }
}
