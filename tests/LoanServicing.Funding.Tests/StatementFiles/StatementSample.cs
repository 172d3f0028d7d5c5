using System.Text;
using LoanServicing.Funding.StatementFiles;

namespace LoanServicing.Funding.Tests.StatementFiles;

/// <summary>Statement files made of their parts, and what the reader makes of them.</summary>
internal static class StatementSample
{
    public const string Iban = "IR390590990000000000084025";
    public const string Iso = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.";

    public static StatementSettings Settings { get; } = new() { Csv = new CsvMap { Account = Iban } };

    public static string Document(string statements, string @namespace = Iso + "08") =>
        $"""<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{@namespace}"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr>{statements}</BkToCstmrStmt></Document>""";

    public static string Statement(string content, string id = "S1", string iban = Iban) =>
        $"<Stmt><Id>{id}</Id><Acct><Id><IBAN>{iban}</IBAN></Id></Acct>{content}</Stmt>";

    public static string Balance(string kind, long rials, string day = "2026-11-22") =>
        $"""<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="IRR">{Math.Abs(rials)}</Amt><CdtDbtInd>{(rials < 0 ? "DBIT" : "CRDT")}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>""";

    public static string Entry(
        string amount = "1000", string direction = "CRDT", string more = "", string status = "<Sts><Cd>BOOK</Cd></Sts>", string day = "2026-11-22", string? reference = "R1") =>
        $"""<Ntry><Amt Ccy="IRR">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd>{status}<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>"""
        + (reference is null ? "" : $"<AcctSvcrRef>{reference}</AcctSvcrRef>") + more + "</Ntry>";

    public static string Details(params string[] transactions) =>
        $"<NtryDtls>{string.Concat(transactions.Select(transaction => $"<TxDtls>{transaction}</TxDtls>"))}</NtryDtls>";

    public static string Rials(long amount) => $"""<Amt Ccy="IRR">{amount}</Amt>""";

    public static Task<List<StatementPart>> ReadAsync(string text, StatementSettings? settings = null) => ReadAsync(Encoding.UTF8.GetBytes(text), settings);

    public static async Task<List<StatementPart>> ReadAsync(byte[] content, StatementSettings? settings = null)
    {
        var parts = new List<StatementPart>();
        await foreach (var part in StatementReader.ReadAsync(new MemoryStream(content), settings ?? Settings, default))
        {
            parts.Add(part);
        }

        return parts;
    }

    public static async Task<List<StatementLine>> LinesAsync(string text, StatementSettings? settings = null) =>
        [.. (await ReadAsync(text, settings)).OfType<StatementLine>()];

    public static async Task<StatementLine> LineAsync(string entry) => Assert.Single(await LinesAsync(Document(Statement(entry))));

    public static async Task<StatementRefusedException> RefusalAsync(string text, StatementSettings? settings = null) =>
        await Assert.ThrowsAsync<StatementRefusedException>(() => ReadAsync(text, settings));

    public static async Task<StatementRefusedException> RefusalAsync(byte[] content, StatementSettings? settings = null) =>
        await Assert.ThrowsAsync<StatementRefusedException>(() => ReadAsync(content, settings));
}
