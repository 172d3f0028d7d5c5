using System.Data.Common;
using Dapper;

namespace LoanServicing.Funding.Store;

/// <summary>An entry as stored, with its lines; the lines may be damaged.</summary>
/// <param name="Seal">The block that it is sealed in; null while it is in none.</param>
internal sealed record JournalRow(EntryRow Row, long? Seal, IReadOnlyList<LineRow> Lines);

/// <summary>Reads stored entries one after another, each with its lines, so that memory does not grow with the journal.</summary>
internal static class JournalStream
{
    private const string Select =
        $"""
        select {JournalStore.EntryColumns}, e.seal, {JournalStore.LineColumns}
        from journal_entry e left join journal_line l on l.entry_id = e.entry_id
        """;

    /// <summary>In the order of writing.</summary>
    public const string All = $"{Select} order by e.id, l.line";

    /// <summary>In the order of the chain: sealed in blocks after <c>@after</c>, up to <c>@last</c>.</summary>
    public const string Sealed = $"{Select} where e.seal > @after and e.seal <= @last order by e.seal, e.id, l.line";

    /// <summary>What no block has yet.</summary>
    public const string Unsealed = $"{Select} where e.seal is null order by e.id, l.line";

    /// <param name="sql">One of the selections here.</param>
    public static async IAsyncEnumerable<JournalRow> ReadAsync(DbConnection connection, string sql, object? parameters = null)
    {
        JournalRow? entry = null;
        var lines = new List<LineRow>();
        await using var reader = await connection.ExecuteReaderAsync(sql, parameters);
        var seal = JournalStore.EntryColumns.Split(',').Length;
        var entryOf = reader.GetRowParser<EntryRow>(length: seal);
        var lineOf = reader.GetRowParser<LineRow>(startIndex: seal + 1);
        while (await reader.ReadAsync())
        {
            var row = entryOf(reader);
            if (entry is not null && row.Id != entry.Row.Id)
            {
                yield return entry;
                lines = [];
            }

            if (!await reader.IsDBNullAsync(seal + 1))
            {
                lines.Add(lineOf(reader));
            }

            entry = new JournalRow(row, await reader.IsDBNullAsync(seal) ? null : reader.GetInt64(seal), lines);
        }

        if (entry is not null)
        {
            yield return entry;
        }
    }
}
