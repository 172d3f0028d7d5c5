using System.Data.Common;
using Dapper;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Books;

/// <summary>An entry as stored, with its lines in their order.</summary>
internal sealed record StoredEntry(EntryRow Entry, IReadOnlyList<LineRow> Lines)
{
    public BookPlace Place => new(Entry.BusinessDate, Entry.Id);
}

/// <summary>A place in the booking order: by booking date, and on one day by the order of writing.</summary>
internal readonly record struct BookPlace(LocalDate Day, long Entry)
{
    /// <summary>More entries than any book will have; a day of eight digits in front of it still fits into 63 bits.</summary>
    private const long EntriesAtMost = 100_000_000_000;

    /// <summary>As one number that orders like the place, for a cursor.</summary>
    public long Position => checked((TypeHandlers.ToDays(Day) * EntriesAtMost) + Entry);

    /// <summary>False for a number that is no place, such as the cursor of another list.</summary>
    public static bool TryRead(long position, out BookPlace place)
    {
        place = default;
        var day = position / EntriesAtMost;
        var (year, month, date) = ((int)(day / 10_000 % 100_000), (int)(day / 100 % 100), (int)(day % 100));
        if (year is < 1 or > 9_999 || month is < 1 or > 12 || date < 1 || date > CalendarSystem.Iso.GetDaysInMonth(year, month))
        {
            return false;
        }

        place = new BookPlace(new LocalDate(year, month, date), position % EntriesAtMost);
        return true;
    }
}

/// <summary>Pages of the journal: bounded memory, and no transaction that is open while a caller reads slowly.</summary>
internal static class JournalReader
{
    /// <summary>Entries read at once where the whole of a time is asked for.</summary>
    private const int EntriesAtOnce = 500;

    private const string SelectWritten = $"select {JournalStore.EntryColumns} from journal_entry e where e.id > @after order by e.id";

    private const string SelectBooked =
        $"""
        select {JournalStore.EntryColumns} from journal_entry e
        where e.business_date >= @first and e.business_date <= @last and (e.business_date > @day or e.id > @entry) and e.id <= @through
        order by e.business_date, e.id
        """;

    private const string SelectLines =
        $"""
        select {JournalStore.LineColumns} from journal_line l join journal_entry e on e.entry_id = l.entry_id
        where e.id in @ids order by e.id, l.line
        """;

    private const string SelectOne = $"select {JournalStore.EntryColumns} from journal_entry e where e.entry_id = @entryId";

    private const string SelectNewest = "select coalesce(max(id), 0) from journal_entry";

    /// <summary>The number of the newest entry.</summary>
    public static Task<long> NewestAsync(DbConnection connection) => connection.QuerySingleAsync<long>(SelectNewest);

    /// <summary>The next entries in the order of writing.</summary>
    public static async Task<IReadOnlyList<StoredEntry>> WrittenAsync(DbConnection connection, long after, int limit) =>
        await WithLinesAsync(connection, await connection.QueryAsync<EntryRow>(connection.First(SelectWritten, "@limit"), new { after, limit }));

    /// <summary>The next entries of some days in booking order.</summary>
    /// <param name="after">Null for the first.</param>
    /// <param name="through">The number of the newest entry that belongs to them.</param>
    public static async Task<IReadOnlyList<StoredEntry>> BookedAsync(
        DbConnection connection, BookDays days, BookPlace? after, int limit, long through = long.MaxValue)
    {
        var (day, entry) = after is { } place ? (place.Day, place.Entry) : (days.From, 0);
        var query = new { first = day > days.From ? day : days.From, last = days.To, day, entry, through, limit };
        return await WithLinesAsync(connection, await connection.QueryAsync<EntryRow>(connection.First(SelectBooked, "@limit"), query));
    }

    public static async Task<StoredEntry?> FindAsync(DbConnection connection, Guid entryId) =>
        (await WithLinesAsync(connection, await connection.QueryAsync<EntryRow>(SelectOne, new { entryId }))).SingleOrDefault();

    /// <summary>Every entry of some days in booking order.</summary>
    /// <param name="through">The number of the newest entry that belongs to them, so that it is the same however long the reading takes.</param>
    public static async IAsyncEnumerable<StoredEntry> AllAsync(IBookReading books, BookDays days, long through)
    {
        IReadOnlyList<StoredEntry> page = [];
        do
        {
            BookPlace? after = page.Count == 0 ? null : page[^1].Place;
            page = await books.ReadAsync(connection => BookedAsync(connection, days, after, EntriesAtOnce, through));
            foreach (var entry in page)
            {
                yield return entry;
            }
        }
        while (page.Count == EntriesAtOnce);
    }

    private static async Task<IReadOnlyList<StoredEntry>> WithLinesAsync(DbConnection connection, IEnumerable<EntryRow> found)
    {
        var entries = found.ToList();
        if (entries.Count == 0)
        {
            return [];
        }

        var lines = (await connection.QueryAsync<LineRow>(SelectLines, new { ids = entries.Select(entry => entry.Id) })).ToLookup(line => line.EntryId);
        return [.. entries.Select(entry => new StoredEntry(entry, [.. lines[entry.EntryId]]))];
    }
}

/// <summary>Where the books are read, page by page.</summary>
internal interface IBookReading
{
    Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query);
}

/// <summary>The service's own database, each page for itself.</summary>
internal sealed class DatabaseReading(IDatabase database, CancellationToken cancel) : IBookReading
{
    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query) => database.ReadAsync(query, cancel);
}

/// <summary>One open connection, on SQLite in one state from beginning to end.</summary>
internal sealed class ConnectionReading(DbConnection connection) : IBookReading
{
    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query) => query(connection);
}
