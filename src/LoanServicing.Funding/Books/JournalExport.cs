using System.Data.Common;
using Dapper;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Http.Csv;
using NodaTime;

namespace LoanServicing.Funding.Books;

/// <summary>The whole journal of some days as a text that others read, in booking order and written as it is read.</summary>
public static class JournalExport
{
    public const string Hledger = "hledger";

    public const string Csv = "csv";

    /// <summary>Reads on one connection, which on SQLite sees one state from beginning to end.</summary>
    /// <param name="format"><see cref="Hledger"/> or <see cref="Csv"/>.</param>
    /// <param name="from">The first booking date; null for the first entry's.</param>
    /// <param name="to">The last booking date; null for the last entry's.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such format.</exception>
    public static Task WriteAsync(DbConnection connection, string format, LocalDate? from, LocalDate? to, TextWriter writer, CancellationToken cancel)
    {
        var days = new BookDays(from ?? BookDays.Beginning, to ?? LocalDate.MaxIsoValue);
        var reading = new ConnectionReading(connection);
        return format switch
        {
            Hledger => WriteHledgerAsync(reading, days, writer, cancel),
            Csv => CsvWriting.WriteAsync(writer, ViewsAsync(reading, days), cancel),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "The journal is exported as hledger or csv."),
        };
    }

    internal static async Task WriteHledgerAsync(IBookReading books, BookDays days, TextWriter writer, CancellationToken cancel)
    {
        // Entries first, accounts after: whatever was booked by then has its balances, so that no entry names an account that is not declared.
        var entries = JournalReader.AllAsync(books, days, await books.ReadAsync(JournalReader.NewestAsync));
        var kept = await books.ReadAsync(connection => connection.QueryAsync<BalanceRow>(BalanceStore.SelectTotals));
        await HledgerText.WriteAsync(writer, kept.Select(row => row.ToBalance()), entries, days, cancel);
    }

    internal static async IAsyncEnumerable<EntryView> ViewsAsync(IBookReading books, BookDays days)
    {
        await foreach (var entry in JournalReader.AllAsync(books, days, await books.ReadAsync(JournalReader.NewestAsync)))
        {
            yield return EntryView.Of(entry);
        }
    }
}
