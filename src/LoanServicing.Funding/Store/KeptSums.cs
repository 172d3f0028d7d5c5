using System.Globalization;
using System.Text;
using Dapper;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Store;

/// <summary>A table of sums under keys: amounts are added to it, and a row is there once something was added under its key.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Keys">Columns of the key.</param>
/// <param name="Sums">Columns that amounts are added to.</param>
internal sealed record KeptSums(string Table, IReadOnlyList<string> Keys, IReadOnlyList<string> Sums)
{
    /// <summary>More in one statement would come near what a server takes in parameters and in branches of a case.</summary>
    private const int RowsOfAStatement = 100;

    /// <summary>
    /// Adds to many rows in one statement; a second one makes the rows that are missing.
    /// </summary>
    /// <param name="rows">Values of the key and then of the sums, each key once and in the order of the keys, so that writers never wait for each other in a circle.</param>
    /// <exception cref="ConcurrentChangeException">Another unit made a missing row between the two statements; the unit is tried again.</exception>
    public async Task AddAsync(UnitOfWork unit, IReadOnlyList<object[]> rows)
    {
        foreach (var part in rows.Chunk(RowsOfAStatement))
        {
            var values = Values(part);
            var written = await unit.ExecuteAsync(UpdateFor(part.Length), values);
            if (written < part.Length)
            {
                written += await unit.ExecuteAsync(InsertMissingFor(part.Length), values);
            }

            if (written != part.Length)
            {
                throw new ConcurrentChangeException($"A row of {Table}");
            }
        }
    }

    private DynamicParameters Values(object[][] rows)
    {
        var values = new DynamicParameters();
        for (var n = 0; n < rows.Length; n++)
        {
            foreach (var (column, value) in Keys.Concat(Sums).Zip(rows[n]))
            {
                values.Add(column + n.ToString(CultureInfo.InvariantCulture), value);
            }
        }

        return values;
    }

    private string UpdateFor(int count)
    {
        var sums = Sums.Select(sum => $"{sum} = {sum} + case {Each(count, " ", n => $"when {IsKey(n)} then @{sum}{n}")} end");
        return $"update {Table} set {string.Join(", ", sums)} where {Each(count, " or ", n => $"({IsKey(n)})")}";
    }

    /// <summary>Rows that exist have had their change by then, so only the missing ones may be made.</summary>
    private string InsertMissingFor(int count) =>
        $"insert into {Table} ({string.Join(", ", Keys.Concat(Sums))}) "
        + Each(count, " union all ", n =>
            $"select {string.Join(", ", Keys.Concat(Sums).Select(column => $"@{column}{n}"))} where not exists (select 1 from {Table} where {IsKey(n)})");

    private string IsKey(int n) => string.Join(" and ", Keys.Select(key => $"{key} = @{key}{n}"));

    private static string Each(int count, string separator, Func<int, string> part) =>
        new StringBuilder().AppendJoin(separator, Enumerable.Range(0, count).Select(part)).ToString();
}
