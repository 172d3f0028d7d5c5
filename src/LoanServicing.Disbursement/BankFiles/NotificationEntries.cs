using System.Xml.Linq;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Payments;

namespace LoanServicing.Disbursement.BankFiles;

/// <summary>The entries of a debit and credit notification (camt.054). A batch booking gives one answer for each of its transactions.</summary>
internal static class NotificationEntries
{
    public static IReadOnlyList<BankFileEntry> Read(XElement? body)
    {
        var entries = new List<BankFileEntry>();
        foreach (var entry in body.Children("Ntfctn").SelectMany(notification => notification.Children("Ntry")))
        {
            XElement?[] transactions = [.. entry.Children("NtryDtls").SelectMany(details => details.Children("TxDtls"))];
            if (transactions.Length == 0)
            {
                transactions = [null];
            }

            foreach (var transaction in transactions)
            {
                entries.Add(new BankFileEntry(entries.Count + 1, Answer(entry, transaction, alone: transactions.Length == 1)));
            }
        }

        return entries;
    }

    /// <summary>
    /// Refuses the file of which an entry is no money of a rial account: in another currency, or with a part of a rial. Such a file is not about our
    /// account, or was not written for it, and nothing in it is to be relied on.
    /// </summary>
    public static BankFileReading? ForeignMoney(XElement? body)
    {
        var number = 0;
        foreach (var entry in body.Children("Ntfctn").SelectMany(notification => notification.Children("Ntry")))
        {
            number++;
            var transactions = entry.Children("NtryDtls").SelectMany(details => details.Children("TxDtls")).ToList();
            var amounts = transactions.Select(transaction => AmountElement(entry, transaction, alone: transactions.Count == 1)).Append(entry.Child("Amt"));
            foreach (var amount in amounts.OfType<XElement>())
            {
                if (!amount.IsInRials())
                {
                    return BankFileReading.Refused("file.another-currency", $"Entry {number} is not in IRR; ask the bank for a file of the rial account alone.");
                }

                if (amount.HasFraction())
                {
                    return BankFileReading.Refused("file.amount-with-fraction", $"Entry {number} has a part of a rial; ask the bank to send the file again in whole rials.");
                }
            }
        }

        return null;
    }

    private static BankAnswer Answer(XElement entry, XElement? transaction, bool alone)
    {
        var endToEndId = transaction.Child("Refs").Text("EndToEndId") ?? string.Empty;
        var returned = transaction.Child("RtrInf");
        var (kind, problem) = Kind(entry, transaction, returned);
        var amountElement = AmountElement(entry, transaction, alone);
        var amount = amountElement?.WholeRials();
        if (amountElement is not null && amount is null)
        {
            problem ??= BankAnswerProblem.AmountUnreadable;
        }

        return new BankAnswer(
            kind,
            endToEndId,
            amount,
            entry.Child("ValDt").Date() ?? entry.Child("BookgDt").Date(),
            Reference(entry, transaction, alone, endToEndId),
            returned.Reason(),
            returned.Additional(),
            problem);
    }

    private static (BankAnswerKind Kind, string? Problem) Kind(XElement entry, XElement? transaction, XElement? returned)
    {
        // Up to version .07 the status is the element's own text, since .08 a code inside it.
        var status = entry.Child("Sts").Text("Cd") ?? entry.Text("Sts");
        if (status != "BOOK")
        {
            return (BankAnswerKind.Informative, null);
        }

        var reversal = entry.Text("RvslInd") is "true" or "1";
        return (transaction.Text("CdtDbtInd") ?? entry.Text("CdtDbtInd"), returned) switch
        {
            ("DBIT", null) when !reversal => (BankAnswerKind.Paid, null),
            ("CRDT", not null) => (BankAnswerKind.Returned, null),
            ("CRDT", null) => (BankAnswerKind.Informative, BankAnswerProblem.CreditWithoutReturn),
            _ => (BankAnswerKind.Informative, BankAnswerProblem.DebitOfUnknownKind),
        };
    }

    // What was booked for a lone transaction is the entry's amount; within a batch each transaction names its own.
    private static XElement? AmountElement(XElement entry, XElement? transaction, bool alone) =>
        alone
            ? entry.Child("Amt")
            : transaction.Child("Amt")
                ?? transaction.Child("AmtDtls").Child("TxAmt").Child("Amt")
                ?? transaction.Child("AmtDtls").Child("InstdAmt").Child("Amt");

    // A batch has one reference for all of its transactions unless each has its own; made unique by our id, as is a booking without any.
    private static string Reference(XElement entry, XElement? transaction, bool alone, string endToEndId)
    {
        var own = transaction.Child("Refs").Text("AcctSvcrRef");
        var shared = entry.Text("AcctSvcrRef");
        return XmlNavigation.Cut(BankReference.Normalise(own ?? (shared, alone) switch
        {
            (null, _) => endToEndId,
            (_, true) => shared,
            _ => $"{shared}/{endToEndId}",
        }));
    }
}
