using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Books;

/// <summary>What of an account is asked for.</summary>
/// <param name="Owner">Null for all.</param>
/// <param name="Tranche">Null for all; empty for money of no tranche.</param>
internal sealed record LedgerQuery(Account Account, string? Owner, string? Tranche, BookDays Days)
{
    public bool Covers(string owner, string? tranche) => (Owner is null || Owner == owner) && (Tranche is null || Tranche == (tranche ?? ""));

    public bool Covers(LineRow line) => (line.Debit == Account.Code || line.Credit == Account.Code) && Covers(line.Owner, line.Tranche);
}

/// <summary>Some lines of an account.</summary>
/// <param name="Next">The place of the last entry, where there are more.</param>
internal sealed record LedgerPart(Rials Opening, IReadOnlyList<LedgerLine> Lines, BookPlace? Next)
{
    public Rials Closing => Lines.Count == 0 ? Opening : Lines[^1].BalanceRials;
}

/// <summary>
/// Lines of an account in booking order. An account has some ten balances at most, one per owner and tranche: each is read by its own range of
/// <c>ledger_entry</c> and the ranges are put in order here, so that a page costs the same however many lines the others have.
/// </summary>
internal static class LedgerReader
{
    /// <summary>Entries read at once where the whole of a time is asked for.</summary>
    private const int EntriesAtOnce = 500;

    private const string SelectKeys = "select distinct owner, tranche from balance where account = @account";

    private const string SelectPlaces =
        """
        select business_date as day, entry from ledger_entry
        where account = @account and owner = @owner and tranche = @tranche and business_date >= @first and business_date <= @last
          and (business_date > @day or entry > @entry)
        order by business_date, entry
        """;

    private const string SelectEntries = $"select {JournalStore.EntryColumns} from journal_entry e where e.id in @ids";

    private const string SelectLines =
        $"""
        select {JournalStore.LineColumns} from journal_line l join journal_entry e on e.entry_id = l.entry_id
        where e.id in @ids order by e.id, l.line
        """;

    private const string SelectBefore =
        """
        select coalesce(sum(debits), 0) as debits, coalesce(sum(credits), 0) as credits from balance
        where account = @account and owner = @owner and tranche = @tranche and business_date < @day
        """;

    private const string SelectOfDay =
        """
        select coalesce(sum(case when l.debit = @account then l.amount else 0 end), 0) as debits,
               coalesce(sum(case when l.credit = @account then l.amount else 0 end), 0) as credits
        from ledger_entry g
        join journal_entry e on e.id = g.entry
        join journal_line l on l.entry_id = e.entry_id
        where g.account = @account and g.owner = @owner and g.tranche = @tranche and g.business_date = @day and g.entry <= @entry
          and l.owner = @owner and coalesce(l.tranche, '') = @tranche
        """;

    /// <summary>The next entries of an account with its balance before and after each line.</summary>
    /// <param name="after">Null for the first.</param>
    /// <param name="opening">The balance there, where it is known; else it is added up from the kept days and the lines of that one day.</param>
    public static async Task<LedgerPart> ReadAsync(DbConnection connection, LedgerQuery query, BookPlace? after, int entries, Rials? opening = null)
    {
        var from = after is { } given && given.Day >= query.Days.From ? given : new BookPlace(query.Days.From, 0);
        var keys = (await connection.QueryAsync<BalanceRow>(SelectKeys, new { account = query.Account.Code }))
            .Where(key => query.Covers(key.Owner, key.Tranche)).ToList();
        var places = new SortedSet<BookPlace>(Comparer<BookPlace>.Create((left, right) => left.Position.CompareTo(right.Position)));
        var balance = opening ?? Rials.Zero;
        foreach (var key in keys)
        {
            var range = new
            {
                account = query.Account.Code, owner = key.Owner, tranche = key.Tranche, first = from.Day, last = query.Days.To, day = from.Day, entry = from.Entry,
                limit = entries + 1,
            };
            places.UnionWith((await connection.QueryAsync<PlaceRow>(connection.First(SelectPlaces, "@limit"), range)).Select(row => row.Place));
            balance += opening is null ? await BalanceAtAsync(connection, query.Account, range) : Rials.Zero;
        }

        var shown = places.Take(entries).ToList();
        var lines = shown.Count == 0 ? [] : await LinesAsync(connection, query, shown, balance);
        return new LedgerPart(balance, lines, places.Count > entries ? shown[^1] : null);
    }

    /// <summary>Every line of some days in booking order, read page by page.</summary>
    public static async IAsyncEnumerable<LedgerLine> AllAsync(IBookReading books, LedgerQuery query)
    {
        LedgerPart? part = null;
        do
        {
            var (after, opening) = (part?.Next, part?.Closing);
            part = await books.ReadAsync(connection => ReadAsync(connection, query, after, EntriesAtOnce, opening));
            foreach (var line in part.Lines)
            {
                yield return line;
            }
        }
        while (part.Next is not null);
    }

    private static async Task<Rials> BalanceAtAsync(DbConnection connection, Account account, object range)
    {
        var before = await connection.QuerySingleAsync<BalanceRow>(SelectBefore, range);
        var ofDay = await connection.QuerySingleAsync<BalanceRow>(SelectOfDay, range);
        return Signed(account, before.Debits + ofDay.Debits, before.Credits + ofDay.Credits);
    }

    private static async Task<IReadOnlyList<LedgerLine>> LinesAsync(
        DbConnection connection, LedgerQuery query, IReadOnlyList<BookPlace> places, Rials balance)
    {
        var ids = places.Select(place => place.Entry).ToList();
        var entries = (await connection.QueryAsync<EntryRow>(SelectEntries, new { ids })).ToDictionary(entry => entry.Id);
        var lines = (await connection.QueryAsync<LineRow>(SelectLines, new { ids })).Where(query.Covers).ToLookup(line => line.EntryId);
        var shown = new List<LedgerLine>();
        foreach (var entry in ids.Select(id => entries[id]))
        {
            foreach (var line in lines[entry.EntryId])
            {
                var isDebit = line.Debit == query.Account.Code;
                balance += Signed(query.Account, isDebit ? line.Amount : Rials.Zero, isDebit ? Rials.Zero : line.Amount);
                shown.Add(LedgerLine.Of(entry, line, query.Account, balance));
            }
        }

        return shown;
    }

    private static Rials Signed(Account account, Rials debits, Rials credits) => account.GrowsByDebit ? debits - credits : credits - debits;

    private sealed record PlaceRow
    {
        public LocalDate Day { get; init; }

        public long Entry { get; init; }

        public BookPlace Place => new(Day, Entry);
    }
}
