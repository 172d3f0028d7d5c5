using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Disbursement.Inbox;

/// <summary>Decides kept answers of the bank again: when their value date has come, and when their order has moved.</summary>
internal static class DecideAgain
{
    /// <summary>The first answer that waited for this business date.</summary>
    /// <returns>False when there was none.</returns>
    public static async Task<bool> NextDueAsync(UnitOfWork unit, LocalDate businessDate)
    {
        if (await BankAnswerStore.NextDueAsync(unit, businessDate) is not { } row)
        {
            return false;
        }

        var order = await PaymentOrderStore.TakeAsync(unit, await PaymentOrderStore.FindAsync(unit, row.EndToEndId))
            ?? throw new InvalidOperationException($"Answer {row.Number} of the bank waits and names no order.");
        if (await BankAnswerStore.NextDueAsync(unit, businessDate) != row)
        {
            return true; // another unit has decided it; there may be a next one
        }

        if (await TryMoveAsync(unit, order, row, businessDate) is { } moved)
        {
            await OfOrderAsync(unit, moved, businessDate);
        }

        return true;
    }

    /// <summary>What is open about an order that has just moved, until nothing moves it any more.</summary>
    public static async Task OfOrderAsync(UnitOfWork unit, PaymentOrderRow order, LocalDate businessDate)
    {
        foreach (var row in await BankAnswerStore.OpenAsync(unit, order.OrderId))
        {
            if (await TryMoveAsync(unit, order, row, businessDate) is { } moved)
            {
                await OfOrderAsync(unit, moved, businessDate);
                return;
            }
        }
    }

    private static async Task<PaymentOrderRow?> TryMoveAsync(UnitOfWork unit, PaymentOrderRow order, BankAnswerRow row, LocalDate businessDate)
    {
        var answer = row.ToAnswer();
        var decision = await ApplyAnswer.DecideAsync(unit, order, row.FileKind, answer, businessDate);
        var decided = row with { Outcome = decision.Outcome.Name(), Problem = decision.Problem };
        if (decided == row)
        {
            return null;
        }

        await BankAnswerStore.DecideAsync(unit, decided);
        ApplyAnswer.Record(unit, decided, businessDate);
        return decision is { Outcome: BankAnswerOutcome.Applied, Event: { } happening }
            ? await MoveOrder.ByBankAsync(unit, order, happening, answer, businessDate, row.MessageId)
            : null;
    }
}
