namespace LoanServicing.Domain.Payments;

/// <summary>Where a payment order stands.</summary>
public enum PaymentOrderState
{
    /// <summary>To be written to the bank; in no file yet.</summary>
    Ordered = 1,

    /// <summary>Assigned to a payment file, which may or may not lie in the bank's folder yet.</summary>
    InFile = 2,

    /// <summary>The file lies in the bank's folder. Without an answer the payment is unknown: asked about, never sent again.</summary>
    Sent = 3,

    /// <summary>The bank confirmed that it paid.</summary>
    Paid = 4,

    /// <summary>The bank refused; nothing was paid.</summary>
    Refused = 5,

    /// <summary>Paid, and come back whole.</summary>
    Returned = 6,

    /// <summary>Come back before its booking was told: to our books a refusal, since nothing stands in them as paid.</summary>
    Bounced = 7,
}

/// <summary>What can happen to a payment order.</summary>
public enum PaymentOrderEvent
{
    /// <summary>Assigned to a payment file.</summary>
    PutInFile = 1,

    /// <summary>Its file is in the bank's folder.</summary>
    FileWritten = 2,

    /// <summary>The bank booked the payment.</summary>
    BankPaid = 3,

    /// <summary>The bank refused the payment.</summary>
    BankRefused = 4,

    /// <summary>The money came back.</summary>
    BankReturned = 5,

    /// <summary>People took the booking of a refused order as the payment of the order that was to follow it.</summary>
    TakenAsPaid = 6,
}

/// <summary>States and events as stored rows and answers spell them.</summary>
public static class PaymentOrderNames
{
    private static readonly Dictionary<PaymentOrderState, string> States = new()
    {
        [PaymentOrderState.Ordered] = "ordered",
        [PaymentOrderState.InFile] = "in-file",
        [PaymentOrderState.Sent] = "sent",
        [PaymentOrderState.Paid] = "paid",
        [PaymentOrderState.Refused] = "refused",
        [PaymentOrderState.Returned] = "returned",
        [PaymentOrderState.Bounced] = "bounced",
    };

    private static readonly Dictionary<PaymentOrderEvent, string> Events = new()
    {
        [PaymentOrderEvent.PutInFile] = "put-in-file",
        [PaymentOrderEvent.FileWritten] = "file-written",
        [PaymentOrderEvent.BankPaid] = "bank-paid",
        [PaymentOrderEvent.BankRefused] = "bank-refused",
        [PaymentOrderEvent.BankReturned] = "bank-returned",
        [PaymentOrderEvent.TakenAsPaid] = "taken-as-paid",
    };

    public static string Name(this PaymentOrderState state) => States[state];

    public static string Name(this PaymentOrderEvent happening) => Events[happening];

    /// <summary>The state of that name; null where there is none.</summary>
    public static PaymentOrderState? StateOf(string? name) =>
        States.Where(pair => pair.Value == name).Select(pair => (PaymentOrderState?)pair.Key).FirstOrDefault();

    /// <summary>The event of that name; null where there is none.</summary>
    public static PaymentOrderEvent? EventOf(string? name) =>
        Events.Where(pair => pair.Value == name).Select(pair => (PaymentOrderEvent?)pair.Key).FirstOrDefault();
}
