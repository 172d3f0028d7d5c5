using System.Data;
using System.Globalization;
using System.Text;
using Dapper;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>The journal. It only grows, and the kept balances grow with it in the same transaction.</summary>
internal static class JournalStore
{
    public const string Table = "journal_entry";

    public const string EntryColumns =
        "e.id, e.entry_id, e.kind, e.business_date, e.recorded_at, e.source_id, e.subject_id, e.value_date, e.bank_reference, e.corrects, e.fact_date, e.hash";

    public const string LineColumns = "l.entry_id, l.line, l.debit, l.credit, l.owner, l.tranche, l.amount";

    public const string LatestBookingDate = "select max(business_date) from journal_entry";

    private const string SelectEntry = $"select {EntryColumns} from journal_entry e where e.entry_id = @entryId";

    private const string SelectLines = $"select {LineColumns} from journal_line l where l.entry_id = @entryId order by l.line";

    private const string InsertEntry =
        """
        insert into journal_entry (
          entry_id, kind, business_date, recorded_at, source_id, subject_id, value_date, bank_reference, corrects, fact_date, hash)
        values (
          @EntryId, @Kind, @BusinessDate, @RecordedAt, @SourceId, @SubjectId, @ValueDate, @BankReference, @Corrects, @FactDate, @Hash)
        """;

    private const string InsertReceipt = "insert into journal_receipt (entry_id, receipt_id, suspense_id) values (@entryId, @receiptId, @suspenseId)";

    private const string InsertLines = "insert into journal_line (entry_id, line, debit, credit, owner, tranche, amount) values ";

    // The entry under each balance that it changes, so that an account can be read in booking order.
    private const string InsertLedger =
        """
        insert into ledger_entry (account, owner, tranche, business_date, entry)
        select l.debit, l.owner, coalesce(l.tranche, ''), e.business_date, e.id
        from journal_line l join journal_entry e on e.entry_id = l.entry_id where e.entry_id = @entryId
        union
        select l.credit, l.owner, coalesce(l.tranche, ''), e.business_date, e.id
        from journal_line l join journal_entry e on e.entry_id = l.entry_id where e.entry_id = @entryId
        """;

    /// <summary>
    /// Books an entry. The one place that decides on which day: an entry of a day that is closed, or that somebody is closing, is booked on the first
    /// open day (<see cref="JournalEntry.BookedAfter"/>). What it moved at the bank is kept for the statement to be compared with.
    /// </summary>
    /// <param name="endToEndId">The payment order's, for what was paid or came back by one.</param>
    public static async Task AppendAsync(UnitOfWork unit, JournalEntry entry, string? endToEndId = null)
    {
        var booked = entry.BookedAfter(await PeriodStore.ClosedThroughAsync(unit));
        await unit.ExecuteAsync(InsertEntry, EntryRow.Of(booked));
        await InsertLinesAsync(unit, booked);
        await unit.ExecuteAsync(InsertLedger, new { entryId = booked.Origin.EntryId });
        await BalanceStore.AddAsync(unit, BalanceChange.Of(booked));
        await BankMovementStore.AddAsync(unit, booked, endToEndId);
    }

    /// <summary>An entry as it was booked.</summary>
    public static async Task<JournalEntry> GetAsync(UnitOfWork unit, Guid entryId) =>
        (await unit.QuerySingleAsync<EntryRow>(SelectEntry, new { entryId })).ToEntry(await unit.QueryAsync<LineRow>(SelectLines, new { entryId }));

    /// <summary>Keeps which receipt an entry is of, for whoever follows a figure to its papers.</summary>
    /// <param name="suspenseId">The money in suspense that the receipt was made of; null for money that had just come.</param>
    public static Task NameReceiptAsync(UnitOfWork unit, Guid entryId, Guid receiptId, Guid? suspenseId) =>
        unit.ExecuteAsync(InsertReceipt, new { entryId, receiptId, suspenseId });

    /// <summary>What an entry of a fact comes from.</summary>
    public static EntryOrigin Origin(UnitOfWork unit, LocalDate bookingDate, Guid sourceId, Guid subjectId) =>
        new(Guid.CreateVersion7(), bookingDate, unit.Now, sourceId, subjectId);

    private static Task InsertLinesAsync(UnitOfWork unit, JournalEntry entry)
    {
        var sql = new StringBuilder(InsertLines);
        var values = new DynamicParameters();
        values.Add("EntryId", entry.Origin.EntryId);
        for (var i = 0; i < entry.Lines.Count; i++)
        {
            var (line, n) = (entry.Lines[i], i.ToString(CultureInfo.InvariantCulture));
            sql.Append(i == 0 ? "" : ", ").Append(CultureInfo.InvariantCulture, $"(@EntryId, {n}, @d{n}, @c{n}, @o{n}, @t{n}, @a{n})");
            values.Add("d" + n, line.Debit.Code);
            values.Add("c" + n, line.Credit.Code);
            values.Add("o" + n, line.Owner);
            values.Add("t" + n, line.Tranche, DbType.String);
            values.Add("a" + n, line.Amount);
        }

        return unit.ExecuteAsync(sql.ToString(), values);
    }
}

internal sealed record EntryRow
{
    public long Id { get; init; }

    public Guid EntryId { get; init; }

    public string Kind { get; init; } = "";

    public LocalDate BusinessDate { get; init; }

    public Instant RecordedAt { get; init; }

    public Guid SourceId { get; init; }

    public Guid SubjectId { get; init; }

    public LocalDate? ValueDate { get; init; }

    public string? BankReference { get; init; }

    public Guid? Corrects { get; init; }

    public LocalDate? FactDate { get; init; }

    public string Hash { get; init; } = "";

    public static EntryRow Of(JournalEntry entry) => new()
    {
        EntryId = entry.Origin.EntryId,
        Kind = entry.Kind,
        BusinessDate = entry.Origin.BookingDate,
        RecordedAt = entry.Origin.RecordedAt,
        SourceId = entry.Origin.SourceId,
        SubjectId = entry.Origin.SubjectId,
        ValueDate = entry.Origin.ValueDate,
        BankReference = entry.Origin.BankReference,
        Corrects = entry.Origin.Corrects,
        FactDate = entry.Origin.FactDate,
        Hash = EntryHash.Of(entry),
    };

    public EntryOrigin Origin => new(EntryId, BusinessDate, RecordedAt, SourceId, SubjectId)
    {
        ValueDate = ValueDate,
        BankReference = BankReference,
        Corrects = Corrects,
        FactDate = FactDate,
    };

    /// <summary>The entry as stored, with its lines.</summary>
    /// <exception cref="ArgumentException">A line is damaged.</exception>
    public JournalEntry ToEntry(IEnumerable<LineRow> lines) => new(Origin, Kind, [.. lines.Select(line => line.ToTransfer())]);
}

internal sealed record LineRow
{
    public Guid EntryId { get; init; }

    public int Line { get; init; }

    public string Debit { get; init; } = "";

    public string Credit { get; init; } = "";

    public string Owner { get; init; } = "";

    public string? Tranche { get; init; }

    public Rials Amount { get; init; }

    public Transfer ToTransfer() => new(Accounts.Of(Debit), Accounts.Of(Credit), Owner, Tranche, Amount);
}
