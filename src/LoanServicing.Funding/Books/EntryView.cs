using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Http.Csv;
using NodaTime;

namespace LoanServicing.Funding.Books;

/// <summary>One journal entry with its lines.</summary>
/// <param name="FactDate">The business date of the fact, where its period was closed and the entry is booked later; else null.</param>
/// <param name="SourceId">The fact's message, or the contribution.</param>
/// <param name="SubjectId">The loan; before there is one, the application; or the contribution, or the money in suspense.</param>
/// <param name="Hash">SHA-256 over every column of the entry and its lines.</param>
/// <param name="Origin">Where it comes from: what <paramref name="SourceId"/> and <paramref name="SubjectId"/> are.</param>
public sealed record EntryView(
    Guid EntryId,
    string Kind,
    LocalDate BookingDate,
    string BookingDatePersian,
    Instant RecordedAt,
    LocalDate? FactDate,
    string? FactDatePersian,
    Guid SourceId,
    Guid SubjectId,
    LocalDate? ValueDate,
    string? ValueDatePersian,
    string? BankReference,
    Guid? Corrects,
    string Hash,
    OriginView Origin,
    [property: OneRowEach] IReadOnlyList<LineView> Lines)
{
    internal static EntryView Of(StoredEntry stored)
    {
        var entry = stored.Entry;
        return new EntryView(
            entry.EntryId,
            entry.Kind,
            entry.BusinessDate,
            entry.BusinessDate.ToPersian(),
            entry.RecordedAt,
            entry.FactDate,
            entry.FactDate.ToPersian(),
            entry.SourceId,
            entry.SubjectId,
            entry.ValueDate,
            entry.ValueDate.ToPersian(),
            entry.BankReference,
            entry.Corrects,
            entry.Hash,
            OriginView.Of(entry.Kind, entry.SourceId, entry.SubjectId),
            [.. stored.Lines.Select(line => new LineView(line.Debit, line.Credit, line.Owner, line.Tranche, line.Amount))]);
    }
}

public sealed record LineView(string Debit, string Credit, string Owner, string? Tranche, Rials AmountRials);

/// <summary>Where an entry comes from, as far as the journal itself knows.</summary>
/// <param name="SourceKind"><c>message</c>, a fact of another service, or <c>request</c>, which two persons of finance stand behind.</param>
/// <param name="SourceId">Of a <c>loss-compensation</c>: the entry that changed the loss. Of money that is in suspense because its receipt was reversed: its own id, which the reversal names.</param>
/// <param name="SubjectKind"><c>loan</c>, <c>application</c>, <c>suspense</c>, <c>request</c>, or <c>corrected</c>: what the corrected entry is about.</param>
public sealed record OriginView(string SourceKind, Guid SourceId, string SubjectKind, Guid SubjectId)
{
    private const string Request = "request";

    internal static OriginView Of(string entryKind, Guid sourceId, Guid subjectId)
    {
        var (source, subject) = entryKind switch
        {
            EntryKinds.DisbursementOrdered or EntryKinds.DisbursementFailed => ("message", "application"),
            EntryKinds.Disbursement or EntryKinds.DisbursementReturned or EntryKinds.Repayment or EntryKinds.ReceiptReversal or EntryKinds.WriteOff => ("message", "loan"),
            EntryKinds.Suspense => ("message", "suspense"),
            EntryKinds.LossCompensation => ("entry", "loan"),
            EntryKinds.CreditRefund => (Request, "loan"),
            EntryKinds.Reversal => ("entry", "corrected"),
            _ => (Request, Request),
        };
        return new OriginView(source, sourceId, subject, subjectId);
    }
}

public sealed record JournalPage(IReadOnlyList<EntryView> Items, string? NextCursor);
