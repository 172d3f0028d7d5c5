using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using LoanServicing.Repayment.Store;
using NodaTime;

namespace LoanServicing.Repayment.Handlers;

/// <summary>Money that came in, as the cashier or the bank tells it.</summary>
/// <param name="Channel">How it came; with <paramref name="BankReference"/> it names this money for ever.</param>
/// <param name="ReceivedBy">The token's subject, or the queue or the file it came by.</param>
/// <param name="FromSuspense">The money in suspense that it is, whose channel and reference it keeps; null for money that has just come.</param>
internal sealed record ReceiptOrder(
    Rials Amount, string Channel, string BankReference, LocalDate ValueDate, LocalDate BusinessDate, string ReceivedBy, Guid? FromSuspense = null)
{
    /// <summary>Two people of finance have said that it is money of its own, whatever another channel tells of its reference and amount.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>What the bank calls it: the reference without what tells lines of a statement apart.</summary>
    public string SharedReference => LineReference.Shared(BankReference);
}

/// <summary>What became of it: the closed list.</summary>
internal enum ReceiptOutcome
{
    Posted,

    /// <summary>The same money was told before; the receipt is the one made then.</summary>
    SeenBefore,

    /// <summary>The reference stands for other money.</summary>
    ReferenceReused,

    /// <summary>Another channel has told of it and it is in suspense, or was: it is finance that says whose it is.</summary>
    InSuspense,

    /// <summary>It is the transfer that pays a salary list, whose rows are the receipts.</summary>
    OfList,

    /// <summary>The value date lies after the business date.</summary>
    NotYet,

    /// <summary>The value date lies before the loan was paid out.</summary>
    BeforePayingOut,

    /// <summary>It is more than the programme lets a receipt be.</summary>
    AboveCeiling,
}

/// <summary>Allocates a receipt to a loan and tells the others (design.md section 4): the one way for every source of receipts.</summary>
internal static class PostReceipt
{
    /// <summary>The stable code of <see cref="ReceiptOutcome.AboveCeiling"/>.</summary>
    public const string AboveCeiling = "amount.above-ceiling";

    /// <summary>The stable code of <see cref="ReceiptOutcome.BeforePayingOut"/>.</summary>
    public const string BeforePayingOut = "value-date.before-paying-out";

    /// <param name="loan">The loan as this unit read it.</param>
    /// <param name="rules">As they are now; what was told when the largest receipt was higher keeps its answer.</param>
    /// <returns>The receipt made now or then; null for a refusal.</returns>
    public static async Task<(ReceiptOutcome Outcome, ReceiptRow? Receipt)> RunAsync(UnitOfWork unit, LoanRow loan, ReceiptOrder order, ReceiptRules rules)
    {
        if (await ReceiptStore.FindAsync(unit, order.Channel, order.BankReference) is { } known)
        {
            return known.LoanId == loan.Id && known.Amount == order.Amount && known.ValueDate == order.ValueDate
                ? (ReceiptOutcome.SeenBefore, known)
                : (ReceiptOutcome.ReferenceReused, null);
        }

        if (order.FromSuspense is null && await SuspenseStore.FindAsync(unit, order.Channel, order.BankReference) is not null)
        {
            return (ReceiptOutcome.ReferenceReused, null); // it is in the books already, as nobody's
        }

        var place = await ToldPayments.NextPlaceAsync(unit, order.BankReference);
        if (await ToldElsewhere.ReceiptAsync(unit, order, loan.Id) is { } elsewhere)
        {
            return (ReceiptOutcome.SeenBefore, elsewhere);
        }

        if (order.FromSuspense is null && await ToldElsewhere.IsInSuspenseAsync(unit, order))
        {
            return (ReceiptOutcome.InSuspense, null);
        }

        if (await ToldElsewhere.IsOfListAsync(unit, order))
        {
            return (ReceiptOutcome.OfList, null);
        }

        if (order.ValueDate > order.BusinessDate)
        {
            return (ReceiptOutcome.NotYet, null);
        }

        if (order.ValueDate < loan.PaidOutOn)
        {
            return (ReceiptOutcome.BeforePayingOut, null);
        }

        if (order.Amount > rules.Ceiling)
        {
            return (ReceiptOutcome.AboveCeiling, null);
        }

        return (ReceiptOutcome.Posted, await PostAsync(unit, loan, order, place, rules));
    }

    private static async Task<ReceiptRow> PostAsync(UnitOfWork unit, LoanRow row, ReceiptOrder order, int place, ReceiptRules rules)
    {
        var loan = rules.Read(row);
        var money = new LoanReceipt(order.ValueDate, order.Amount);
        var posting = loan.NeedsReplay(order.ValueDate)
            ? loan.Receive(money, await ReceiptStore.MoneyOfAsync(unit, row.Id))
            : loan.Receive(money);
        var receipt = RowOf(unit, row, order, posting);

        if (order.FromSuspense is null)
        {
            await ToldPayments.TakeAsync(unit, order.Channel, order.BankReference, place); // suspense has it already
        }

        await ReceiptStore.InsertAsync(unit, receipt);
        var posted = Posted.Fact(unit, row, posting, row.FactSequence + 1, new PostingCause(
            receipt.ReceiptId, order.ValueDate, order.Channel, order.BankReference, order.BusinessDate, order.FromSuspense));
        await PostingStore.InsertAsync(unit, posted.Header, row.Id, receipt.ReceiptId, posting);
        unit.Publish(posted);
        var sequence = await LoanOutcome.FollowAsync(unit, row, loan.State, posting.After, posted.Header.Sequence, order.BusinessDate);
        await LoanStore.UpdateAsync(unit, row.With(posting.After) with { FactSequence = sequence, Receipts = receipt.Arrival });
        return receipt;
    }

    private static ReceiptRow RowOf(UnitOfWork unit, LoanRow loan, ReceiptOrder order, LoanPosting posting) => new()
    {
        LoanId = loan.Id,
        Arrival = loan.Receipts + 1,
        ReceiptId = Guid.CreateVersion7(),
        Channel = order.Channel,
        BankReference = order.BankReference,
        Amount = order.Amount,
        ValueDate = order.ValueDate,
        BusinessDate = order.BusinessDate,
        ReceivedAt = unit.Now,
        ReceivedBy = order.ReceivedBy,
        Allocations = AllocationText.Write(posting.Allocations),
        Alavi = posting.Funders.Alavi,
        Sina = posting.Funders.Sina,
        Fee = posting.Fee,
        Credit = posting.Credit,
        LateCharges = posting.LateCharges,
        Charity = posting.Charity,
    };
}
