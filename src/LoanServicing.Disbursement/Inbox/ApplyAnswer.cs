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
            await HandleAsync(unit, new AnswerPlace(from.Kind, from.MessageId, entry.Number, Part: 1), entry.Answer, businessDate);
            return;
        }

        var file = await PaymentFileStore.FindAsync(unit, paymentFile)
            ?? throw new InvalidOperationException($"The bank's file {from.MessageId} refuses {paymentFile}, which was found when it was registered.");
        foreach (var order in await PaymentOrderStore.OfFileAsync(unit, file.FileId))
        {
            var answer = entry.Answer with { EndToEndId = order.EndToEndId };
            await HandleAsync(unit, new AnswerPlace(from.Kind, from.MessageId, entry.Number, order.FilePosition!.Value), answer, businessDate);
        }
    }

    /// <summary>The same for an answer that is known to be about one payment.</summary>
    public static async Task HandleAsync(UnitOfWork unit, AnswerPlace place, BankAnswer answer, LocalDate businessDate)
    {
        var order = await PaymentOrderStore.TakeAsync(unit, await PaymentOrderStore.FindAsync(unit, answer.EndToEndId));
        var decision = await DecideAsync(unit, order, place.FileKind, answer, businessDate);
        var row = new BankAnswerRow
        {
            FileKind = place.FileKind,
            MessageId = place.MessageId,
            Entry = place.Entry,
            Part = place.Part,
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
            var moved = await MoveOrder.ByBankAsync(unit, order, happening, answer, businessDate, place.MessageId);
            await DecideAgain.OfOrderAsync(unit, moved, businessDate);
        }
    }

    /// <param name="fileKind">Where the answer comes from.</param>
    internal static async Task<BankAnswerDecision> DecideAsync(
        UnitOfWork unit, PaymentOrderRow? order, string fileKind, BankAnswer answer, LocalDate businessDate)
    {
        var facts = order?.Facts;
        if (order is not null && answer.Kind == BankAnswerKind.Paid && order.StateNow is PaymentOrderState.Paid or PaymentOrderState.Returned)
        {
            var told = await BankAnswerStore.BookingsAsync(unit, order.OrderId);
            facts = facts! with { ToldBefore = [.. told.Where(row => TellsTheSame(fileKind, row.FileKind)).Select(row => row.Booking)] };
        }

        var decision = BankAnswerRules.Decide(facts, answer, businessDate);
        var isBooking = decision is { Outcome: BankAnswerOutcome.Applied, Event: PaymentOrderEvent.BankPaid };
        return isBooking && await PaymentOrderStore.ReferenceIsUsedAsync(unit, MoveOrder.ReferenceOf(answer), order!.OrderId)
            ? new BankAnswerDecision(BankAnswerOutcome.Problem, Event: null, BankAnswerProblem.BankReferenceReused)
            : decision;
    }

    // A statement has references of its own, so that its booking and the one of a notification are told apart by nothing and are one. A person who
    // tells the bank's written word has seen whatever there is.
    private static bool TellsTheSame(string fileKind, string toldBy) => fileKind switch
    {
        StatementPayments.FileKind => toldBy == StatementPayments.FileKind,
        ResolutionRow.FileKind => true,
        _ => toldBy != StatementPayments.FileKind,
    };

    internal static void Record(UnitOfWork unit, BankAnswerRow row, LocalDate businessDate) => unit.Record(new AuditEntry(
        "bank",
        $"payment-order.answer-{row.Outcome}",
        "payment-order",
        row.OrderId?.ToString() ?? row.EndToEndId,
        businessDate,
        new { row.FileKind, row.MessageId, row.Entry, row.Kind, row.EndToEndId, row.Amount, row.ValueDate, row.BankReference, row.ReasonCode, row.Problem }));
}

/// <summary>Where an answer stands: in an entry of a file, or a line of a statement, of which a part may be about another payment.</summary>
/// <param name="MessageId">What the file is known by, or the statement's id.</param>
internal sealed record AnswerPlace(string FileKind, string MessageId, int Entry, int Part);
