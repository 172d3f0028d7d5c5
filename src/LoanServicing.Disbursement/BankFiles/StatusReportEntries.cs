using System.Xml.Linq;
using LoanServicing.Domain.Payments;

namespace LoanServicing.Disbursement.BankFiles;

/// <summary>
/// The statuses in a payment status report (pain.002). Only <c>RJCT</c> changes an order; every other status is on the way to a booking
/// or a refusal. A report that refuses a payment file as a whole, without naming transactions, goes for each order of that file.
/// </summary>
internal static class StatusReportEntries
{
    private const string Rejected = "RJCT";
    private const string NoReason = "NARR";

    /// <summary>Which payment file the report is about.</summary>
    public static string? PaymentFile(XElement? body) => body.Child("OrgnlGrpInfAndSts").Text("OrgnlMsgId");

    public static IReadOnlyList<BankFileEntry> Read(XElement? body)
    {
        var group = body.Child("OrgnlGrpInfAndSts");
        var fileId = PaymentFile(body);
        var entries = new List<BankFileEntry>();
        foreach (var batch in body.Children("OrgnlPmtInfAndSts"))
        {
            var before = entries.Count;
            foreach (var transaction in batch.Children("TxInfAndSts"))
            {
                entries.Add(new BankFileEntry(entries.Count + 1, Transaction(transaction)));
            }

            if (entries.Count == before && batch.Text("PmtInfSts") == Rejected)
            {
                entries.Add(new BankFileEntry(entries.Count + 1, Refusal(string.Empty, batch.Child("StsRsnInf")), fileId ?? string.Empty));
            }
        }

        if (entries.Count == 0 && group.Text("GrpSts") == Rejected)
        {
            entries.Add(new BankFileEntry(1, Refusal(string.Empty, group.Child("StsRsnInf")), fileId ?? string.Empty));
        }

        return entries;
    }

    private static BankAnswer Transaction(XElement transaction)
    {
        var endToEndId = transaction.Text("OrgnlEndToEndId") ?? string.Empty;
        var status = transaction.Text("TxSts");
        var reason = transaction.Child("StsRsnInf");
        if (status != Rejected)
        {
            return new BankAnswer(BankAnswerKind.Informative, endToEndId, ReasonCode: status, ReasonText: reason.Additional());
        }

        var amount = transaction.Child("OrgnlTxRef").Child("Amt").Child("InstdAmt");
        var rials = amount?.WholeRials();
        return Refusal(endToEndId, reason) with
        {
            Amount = rials,
            Problem = amount is not null && rials is null ? BankAnswerProblem.AmountUnreadable : null,
        };
    }

    private static BankAnswer Refusal(string endToEndId, XElement? reason) =>
        new(BankAnswerKind.Refused, endToEndId, ReasonCode: reason.Reason() ?? NoReason, ReasonText: reason.Additional());
}
