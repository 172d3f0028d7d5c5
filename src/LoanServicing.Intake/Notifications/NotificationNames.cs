namespace LoanServicing.Intake.Notifications;

/// <summary>What people are told of, as lists and facts name it.</summary>
internal static class NotificationEvents
{
    public const string Submitted = "submitted";
    public const string Decided = "decided";
    public const string PaidOut = "paid-out";
    public const string DueSoon = "due-soon";
    public const string Overdue = "overdue";
    public const string Received = "received";
    public const string Settled = "settled";

    public static IReadOnlyList<string> All { get; } = [Submitted, Decided, PaidOut, DueSoon, Overdue, Received, Settled];
}

/// <summary>Who is told.</summary>
internal static class NotificationRecipients
{
    public const string Borrower = "borrower";
    public const string Guarantor = "guarantor";
}

/// <summary>How far the sending has come: a closed list, which <c>verify</c> keeps.</summary>
internal static class NotificationStatus
{
    /// <summary>Waits for the gateway.</summary>
    public const string Queued = "queued";

    /// <summary>The gateway did not answer: it may have it or not. It is sent again under the same id.</summary>
    public const string Unknown = "unknown";

    /// <summary>The gateway has it.</summary>
    public const string Sent = "sent";

    /// <summary>The gateway did not answer, or answered with errors, until it was left; the reason says which.</summary>
    public const string Failed = "failed";

    /// <summary>The gateway does not take it.</summary>
    public const string Refused = "refused";

    /// <summary>Not sent: there is no gateway, no mobile, or it is too late. It can be read.</summary>
    public const string Kept = "kept";

    public static IReadOnlyList<string> All { get; } = [Queued, Unknown, Sent, Failed, Refused, Kept];
}

/// <summary>Why a text is not sent, as a code.</summary>
internal static class NotificationReasons
{
    public const string NoMobile = "mobile.missing";
    public const string TooLate = "notification.too-late";
    public const string NoAnswer = "gateway.no-answer";
    public const string Status = "gateway.status-";
}
