namespace LoanServicing.Domain.Payments;

/// <summary>What an event does to an order in some state (rule R10).</summary>
public enum PaymentOrderEffect
{
    /// <summary>The order moves on.</summary>
    Apply = 1,

    /// <summary>It has happened before; nothing changes.</summary>
    AlreadyDone = 2,

    /// <summary>It contradicts what is known; nothing changes and people are told.</summary>
    Conflict = 3,
}

/// <summary>One cell of the table. <paramref name="Next"/> is the state afterwards, the same one unless the effect is to apply.</summary>
public readonly record struct PaymentOrderStep(PaymentOrderEffect Effect, PaymentOrderState Next);

/// <summary>
/// Every (state, event) of a payment order. The bank may answer before the writing of the file has been noted down, so its answers apply
/// to an order that is in a file as well as to one that is sent; to an order that was never given to it they are a contradiction.
/// Banks also report a refused transfer as a return, in whatever order with its booking: a return without a booking moves no money of
/// ours, and the booking that follows it is returned already. A booking of a refused order contradicts; only people, with the bank's word in
/// writing, take it as paid.
/// </summary>
public static class PaymentOrderTable
{
    /// <summary>The state of an order that has just been made.</summary>
    public const PaymentOrderState Initial = PaymentOrderState.Ordered;

    public static PaymentOrderStep Decide(PaymentOrderState state, PaymentOrderEvent happening) => (state, happening) switch
    {
        (PaymentOrderState.Ordered, PaymentOrderEvent.PutInFile) => Apply(PaymentOrderState.InFile),
        (PaymentOrderState.InFile, PaymentOrderEvent.PutInFile) => AlreadyDone(state),

        (PaymentOrderState.InFile, PaymentOrderEvent.FileWritten) => Apply(PaymentOrderState.Sent),
        (PaymentOrderState.Sent or PaymentOrderState.Paid or PaymentOrderState.Refused or PaymentOrderState.Returned or PaymentOrderState.Bounced,
            PaymentOrderEvent.FileWritten) => AlreadyDone(state),

        (PaymentOrderState.InFile or PaymentOrderState.Sent, PaymentOrderEvent.BankPaid) => Apply(PaymentOrderState.Paid),
        (PaymentOrderState.Bounced, PaymentOrderEvent.BankPaid) => Apply(PaymentOrderState.Returned),
        (PaymentOrderState.Paid or PaymentOrderState.Returned, PaymentOrderEvent.BankPaid) => AlreadyDone(state),

        (PaymentOrderState.InFile or PaymentOrderState.Sent, PaymentOrderEvent.BankRefused) => Apply(PaymentOrderState.Refused),
        (PaymentOrderState.Refused or PaymentOrderState.Bounced, PaymentOrderEvent.BankRefused) => AlreadyDone(state),

        (PaymentOrderState.Paid, PaymentOrderEvent.BankReturned) => Apply(PaymentOrderState.Returned),
        (PaymentOrderState.InFile or PaymentOrderState.Sent or PaymentOrderState.Refused, PaymentOrderEvent.BankReturned) =>
            Apply(PaymentOrderState.Bounced),
        (PaymentOrderState.Returned or PaymentOrderState.Bounced, PaymentOrderEvent.BankReturned) => AlreadyDone(state),

        (PaymentOrderState.Refused, PaymentOrderEvent.TakenAsPaid) => Apply(PaymentOrderState.Paid),

        _ => Conflict(state),
    };

    private static PaymentOrderStep Apply(PaymentOrderState next) => new(PaymentOrderEffect.Apply, next);

    private static PaymentOrderStep AlreadyDone(PaymentOrderState state) => new(PaymentOrderEffect.AlreadyDone, state);

    private static PaymentOrderStep Conflict(PaymentOrderState state) => new(PaymentOrderEffect.Conflict, state);
}
