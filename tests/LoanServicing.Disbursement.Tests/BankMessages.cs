using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Payments;

namespace LoanServicing.Disbursement.Tests;

/// <summary>Messages as a bank writes them.</summary>
internal static class BankMessages
{
    public const string ValueDate = "2026-11-22";

    /// <summary>camt.054 of these entries.</summary>
    public static string NotificationOf(string version, string messageId, params IReadOnlyList<string> entries) =>
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.{version}">
          <BkToCstmrDbtCdtNtfctn>
            <GrpHdr><MsgId>{messageId}</MsgId><CreDtTm>2026-11-22T10:00:00+03:30</CreDtTm></GrpHdr>
            <Ntfctn>
              <Id>N1</Id>
              <Acct><Id><IBAN>IR040590000000000000000001</IBAN></Id></Acct>
              <TxsSummry><TtlNtries><NbOfNtries>{entries.Count}</NbOfNtries></TtlNtries></TxsSummry>
              {string.Join('\n', entries)}
            </Ntfctn>
          </BkToCstmrDbtCdtNtfctn>
        </Document>
        """;

    public static string Notification(string messageId, params IReadOnlyList<string> entries) => NotificationOf("08", messageId, entries);

    /// <summary>An entry that books the order's amount as paid.</summary>
    public static string Paid(
        PaymentOrderRow order, string? amount = null, string valueDate = ValueDate, string? reference = null, string? status = null, string currency = "IRR") =>
        $"""
        <Ntry>
          <Amt Ccy="{currency}">{amount ?? order.Amount.ToString()}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>{status ?? "<Cd>BOOK</Cd>"}</Sts>
          <BookgDt><Dt>{valueDate}</Dt></BookgDt><ValDt><Dt>{valueDate}</Dt></ValDt>
          <AcctSvcrRef>{reference ?? ReferenceOf(order)}</AcctSvcrRef>
          <NtryDtls><TxDtls><Refs><EndToEndId>{order.EndToEndId}</EndToEndId></Refs></TxDtls></NtryDtls>
        </Ntry>
        """;

    /// <summary>An entry by which the order's amount comes back.</summary>
    public static string Returned(PaymentOrderRow order, string? amount = null, string valueDate = ValueDate) =>
        $"""
        <Ntry>
          <Amt Ccy="IRR">{amount ?? order.Amount.ToString()}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
          <ValDt><DtTm>{valueDate}T09:00:00+03:30</DtTm></ValDt><AcctSvcrRef>R{order.Number}</AcctSvcrRef>
          <NtryDtls><TxDtls>
            <Refs><EndToEndId>{order.EndToEndId}</EndToEndId></Refs>
            <RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>account closed</AddtlInf></RtrInf>
          </TxDtls></NtryDtls>
        </Ntry>
        """;

    /// <summary>pain.002 with one status for each order.</summary>
    public static string Statuses(string messageId, string status, params IReadOnlyList<PaymentOrderRow> orders) => StatusesOf(
        orders.Select(order => order.FileId).FirstOrDefault() is { } file ? PaymentIds.MessageId(file) : null, messageId, status, orders);

    /// <summary>The same about a payment file that the bank names; null where it names none.</summary>
    public static string StatusesOf(string? paymentFile, string messageId, string status, params IReadOnlyList<PaymentOrderRow> orders) =>
        StatusReport(messageId, "10", string.Concat(orders.Select(order =>
            $"""
            <TxInfAndSts>
              <OrgnlEndToEndId>{order.EndToEndId}</OrgnlEndToEndId><TxSts>{status}</TxSts>
              <StsRsnInf><Rsn><Cd>AC01</Cd></Rsn><AddtlInf>no such account</AddtlInf></StsRsnInf>
            </TxInfAndSts>
            """)),
            paymentFile is null ? null : $"<OrgnlMsgId>{paymentFile}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>");

    /// <summary>pain.002 that refuses a payment file as a whole.</summary>
    public static string WholeFileRefused(string messageId, string paymentFile) => StatusReport(
        messageId, "03", "", $"<OrgnlMsgId>{paymentFile}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>RJCT</GrpSts>"
            + "<StsRsnInf><Rsn><Cd>DU01</Cd></Rsn></StsRsnInf>");

    public static string ReferenceOf(PaymentOrderRow order) => $"FT{order.Number}";

    private static string StatusReport(string messageId, string version, string transactions, string? group = null) =>
        $"""
        <p:Document xmlns:p="urn:iso:std:iso:20022:tech:xsd:pain.002.001.{version}" xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.{version}">
          <CstmrPmtStsRpt>
            <GrpHdr><MsgId>{messageId}</MsgId><CreDtTm>2026-11-22T10:00:00Z</CreDtTm></GrpHdr>
            {(group is null ? "" : $"<OrgnlGrpInfAndSts>{group}</OrgnlGrpInfAndSts>")}
            {(transactions.Length == 0 ? "" : $"<OrgnlPmtInfAndSts><OrgnlPmtInfId>X</OrgnlPmtInfId>{transactions}</OrgnlPmtInfAndSts>")}
          </CstmrPmtStsRpt>
        </p:Document>
        """;
}
