using NodaTime;

namespace LoanServicing.Domain.Journal;

/// <summary>The kinds of journal entry, as stored.</summary>
public static class EntryKinds
{
    public const string Contribution = "contribution";
    public const string DisbursementOrdered = "disbursement-ordered";
    public const string Disbursement = "disbursement";
    public const string DisbursementFailed = "disbursement-failed";
    public const string DisbursementReturned = "disbursement-returned";
    public const string Repayment = "repayment";
    public const string WriteOff = "write-off";

    /// <summary>What one funder bears of the other's loss, by a configured order of loss.</summary>
    public const string LossCompensation = "loss-compensation";
    public const string Suspense = "suspense";
    public const string Remittance = "remittance";
    public const string FeeSettlement = "fee-settlement";
    public const string LateChargeSettlement = "late-charge-settlement";
    public const string CharityPayment = "charity-payment";
    public const string CreditRefund = "credit-refund";

    /// <summary>A receipt that two people have taken back: what the loan's postings become without it.</summary>
    public const string ReceiptReversal = "receipt-reversal";

    /// <summary>The opposite of an entry that two people have found wrong.</summary>
    public const string Reversal = "reversal";
}

/// <summary>Where an entry comes from: everything of it but its kind and its lines.</summary>
/// <param name="EntryId">UUIDv7 of the entry itself.</param>
/// <param name="BookingDate">
/// The business date on which the fact was decided, never the date of arrival; where that day's period was closed already, the first open day.
/// </param>
/// <param name="RecordedAt">The real instant of writing, to the microsecond.</param>
/// <param name="SourceId">The id of the fact's message, of the contribution, or of the entry that a compensation goes with: one source, one entry (rule R8).</param>
/// <param name="SubjectId">What the entry is about: the loan; the application while there is none; the contribution; the money in suspense.</param>
public sealed record EntryOrigin(Guid EntryId, LocalDate BookingDate, Instant RecordedAt, Guid SourceId, Guid SubjectId)
{
    /// <summary>When the money moved at the bank; null for a movement inside the books.</summary>
    public LocalDate? ValueDate { get; init; }

    /// <summary>The bank's own reference of the movement, if it has one.</summary>
    public string? BankReference { get; init; }

    /// <summary>The business date of the fact, where its period was closed and the entry is booked later; null where it is the booking date.</summary>
    public LocalDate? FactDate { get; init; }

    /// <summary>The earlier entry that this one corrects. The earlier one stays as it is.</summary>
    public Guid? Corrects { get; init; }
}

/// <summary>One business fact in the books. The journal only grows: a correction is a new entry that names the one it corrects (rule R2).</summary>
public sealed record JournalEntry
{
    /// <exception cref="ArgumentException">There is no line: a fact that moves no money has no entry.</exception>
    public JournalEntry(EntryOrigin origin, string kind, IReadOnlyList<Transfer> lines)
    {
        if (lines.Count == 0)
        {
            throw new ArgumentException($"An entry of kind {kind} from {origin.SourceId} would have no line.", nameof(lines));
        }

        Origin = origin;
        Kind = kind;
        Lines = lines;
    }

    public EntryOrigin Origin { get; }

    /// <summary>One of <see cref="EntryKinds"/>.</summary>
    public string Kind { get; }

    public IReadOnlyList<Transfer> Lines { get; }

    /// <summary>
    /// The entry as it is booked where the books are closed through a day: what comes late goes to the first open day and keeps its value date and,
    /// beside the new booking date, the day it was decided on.
    /// </summary>
    /// <param name="closedThrough">The last day of the last period that is closed or closing; null where none is.</param>
    public JournalEntry BookedAfter(LocalDate? closedThrough) => closedThrough is { } last && Origin.BookingDate <= last
        ? new JournalEntry(Origin with { BookingDate = last.PlusDays(1), FactDate = Origin.BookingDate }, Kind, Lines)
        : this;
}
