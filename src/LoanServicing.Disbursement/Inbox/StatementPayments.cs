using LoanServicing.Contracts;
using LoanServicing.Disbursement.BankFiles;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Data;

namespace LoanServicing.Disbursement.Inbox;

/// <summary>
/// Takes in the payments that Funding found on a statement, each as the bank's answer about its order, by the same rules as the lines of a bank file. What is
/// wrong with one of them is kept and shown, and the others go on. A payment on a line that was told before changes nothing.
/// </summary>
internal static class StatementPayments
{
    public const string FileKind = "camt.053";

    public static async Task HandleAsync(PaymentsOnStatement fact, UnitOfWork unit)
    {
        if (fact.Payments.Count == 0)
        {
            return;
        }

        var statement = fact.StatementId.ToString("N");
        var (first, last) = (fact.Payments.Min(payment => payment.LineNumber), fact.Payments.Max(payment => payment.LineNumber));
        var known = (await BankAnswerStore.OfEntriesAsync(unit, FileKind, statement, first, last))
            .GroupBy(row => row.Entry)
            .ToDictionary(line => line.Key, line => line.Select(row => row.ToAnswer()).ToHashSet());
        foreach (var payment in fact.Payments)
        {
            var answer = Answer(payment);
            var onLine = known.TryGetValue(payment.LineNumber, out var told) ? told : known[payment.LineNumber] = [];
            if (onLine.Add(answer))
            {
                // The transactions of a batch share its line.
                var place = new AnswerPlace(FileKind, statement, payment.LineNumber, onLine.Count);
                await ApplyAnswer.HandleAsync(unit, place, answer, fact.Header.BusinessDate);
            }
        }
    }

    private static BankAnswer Answer(PaymentOnStatement payment)
    {
        var endToEndId = XmlNavigation.Cut(payment.EndToEndId.Trim());
        var reference = XmlNavigation.Cut(BankReference.Normalise(payment.BankReference));
        return new BankAnswer(
            payment.IsReturn ? BankAnswerKind.Returned : BankAnswerKind.Paid,
            endToEndId,
            payment.Amount,
            payment.ValueDate,
            reference.Length > 0 ? reference : endToEndId,
            payment.ReasonCode is { } reason ? XmlNavigation.Cut(reason) : null);
    }
}
