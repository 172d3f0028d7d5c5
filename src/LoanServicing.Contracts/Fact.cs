using NodaTime;

namespace LoanServicing.Contracts;

/// <summary>What every message carries besides its own content.</summary>
/// <param name="MessageId">UUIDv7, made where the fact is recorded. The same fact delivered twice has the same id (rule R8).</param>
/// <param name="Stream">The kind of thing the fact is about, for instance <c>application</c> or <c>loan</c>.</param>
/// <param name="Key">The id of that thing. Facts of one key leave their publisher in order.</param>
/// <param name="Sequence">Counts from 1 within (publisher, stream, key), without gaps.</param>
/// <param name="BusinessDate">The business date on which the fact was decided; a handler books on this date, never on its own clock.</param>
/// <param name="OccurredAt">The real instant at which it was recorded.</param>
public sealed record FactHeader(Guid MessageId, string Stream, Guid Key, long Sequence, LocalDate BusinessDate, Instant OccurredAt);

/// <summary>A past-tense fact that one service tells the others. Facts are fat: nobody needs a second look-up to act on one.</summary>
public interface IFact
{
    FactHeader Header { get; }
}

/// <summary>The stream names; each is written by one service only.</summary>
public static class Streams
{
    /// <summary>Written by intake; the key is the application id.</summary>
    public const string Application = "application";

    /// <summary>Written by intake; the key is the id of the notification, of which there is one fact.</summary>
    public const string Notification = "notification";

    /// <summary>Written by eligibility; the key is the application id.</summary>
    public const string Assessment = "assessment";

    /// <summary>Written by funding; the key is the application id.</summary>
    public const string Reservation = "reservation";

    /// <summary>Written by disbursement; the key is the application id.</summary>
    public const string PaymentOrder = "payment-order";

    /// <summary>Written by repayment; the key is the loan id.</summary>
    public const string Loan = "loan";

    /// <summary>Written by the close of day of repayment; the key is the loan id. Not the loan's own stream, so that closing a day and receipts never wait for each other.</summary>
    public const string LoanDay = "loan-day";

    /// <summary>Written by the close of day of repayment; the key is always the same.</summary>
    public const string CloseOfDay = "close-of-day";

    /// <summary>Written by repayment; the key is the id of the money in suspense.</summary>
    public const string Suspense = "suspense";

    /// <summary>Written by funding; the key is the id of the statement file.</summary>
    public const string Statement = "statement";

    /// <summary>Written by funding; the key is the id of the money in suspense.</summary>
    public const string SuspenseResolution = "suspense-resolution";

    /// <summary>Written by funding; the key is the loan id.</summary>
    public const string Refund = "refund";

    /// <summary>Written by the owner of the business date (funding); the key is always the same.</summary>
    public const string BusinessDate = "business-date";

    /// <summary>Written by every service about itself; see <see cref="BusinessDateKeys"/>.</summary>
    public const string BusinessDateAdoption = "business-date-adoption";
}
