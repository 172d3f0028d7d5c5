using LoanServicing.Disbursement.BankFiles;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Disbursement.Inbox;

/// <summary>Keeps one answer of the bank and does what follows from it, in the caller's unit of work.</summary>
internal static class ApplyAnswer
{
    public static async Task HandleAsync(UnitOfWork unit, BankFile from, BankFileEntry entry, LocalDate businessDate)
    {
        if (entry.WholeFile is not { } paymentFile)
        {
            await HandleAsync(unit, from, entry.Number, part: 1, entry.Answer, businessDate);
            return;
        }

        var file = await PaymentFileStore.FindAsync(unit, paymentFile)
            ?? throw new InvalidOperationException($"The bank's file {from.MessageId} refuses {paymentFile}, which was found when it was registered.");
        foreach (var order in await PaymentOrderStore.OfFileAsync(unit, file.FileId))
        {
            var answer = entry.Answer with { EndToEndId = order.EndToEndId };
            await HandleAsync(unit, from, entry.Number, order.FilePosition!.Value, answer, businessDate);
        }
    }

    private static async Task HandleAsync(
        UnitOfWork unit, BankFile from, int entry, int part, BankAnswer answer, LocalDate businessDate)
    {
        var order = await PaymentOrderStore.TakeAsync(unit, await PaymentOrderStore.FindAsync(unit, answer.EndToEndId));
        var decision = await DecideAsync(unit, order, answer, businessDate);
        var row = new BankAnswerRow
        {
            FileKind = from.Kind,
            MessageId = from.MessageId,
            Entry = entry,
            Part = part,
            Kind = answer.Kind.Name(),
            EndToEndId = answer.EndToEndId,
            Amount = answer.Amount,
            ValueDate = answer.ValueDate,
            BankReference = answer.BankReference,
            ReasonCode = answer.ReasonCode,
            ReasonText = answer.ReasonText,
            OrderId = order?.OrderId,
            Outcome = decision.Outcome.Name(),
            Problem = decision.Problem,
            BusinessDate = businessDate,
            AnsweredAt = unit.Now,
        };
        await BankAnswerStore.InsertAsync(unit, row);
        Record(unit, row, businessDate);
        if (order is not null && decision is { Outcome: BankAnswerOutcome.Applied, Event: { } happening })
        {
            var moved = await MoveOrder.ByBankAsync(unit, order, happening, answer, businessDate, from.MessageId);
            await DecideAgain.OfOrderAsync(unit, moved, businessDate);
        }
    }

    internal static async Task<BankAnswerDecision> DecideAsync(
        UnitOfWork unit, PaymentOrderRow? order, BankAnswer answer, LocalDate businessDate)
    {
        var decision = BankAnswerRules.Decide(order?.Facts, answer, businessDate);
        var isBooking = decision is { Outcome: BankAnswerOutcome.Applied, Event: PaymentOrderEvent.BankPaid };
        return isBooking && await PaymentOrderStore.ReferenceIsUsedAsync(unit, MoveOrder.ReferenceOf(answer), order!.OrderId)
            ? new BankAnswerDecision(BankAnswerOutcome.Problem, Event: null, BankAnswerProblem.BankReferenceReused)
            : decision;
    }

    internal static void Record(UnitOfWork unit, BankAnswerRow row, LocalDate businessDate) => unit.Record(new AuditEntry(
        "bank",
        $"payment-order.answer-{row.Outcome}",
        "payment-order",
        row.OrderId?.ToString() ?? row.EndToEndId,
        businessDate,
        new { row.FileKind, row.MessageId, row.Entry, row.Kind, row.EndToEndId, row.Amount, row.ValueDate, row.BankReference, row.ReasonCode, row.Problem }));
}
