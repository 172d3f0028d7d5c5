using System.Data;
using Dapper;
using Microsoft.Data.SqlClient;

namespace LoanServicing.Platform.Data;

/// <summary>Inserts many rows in a unit of work: through SqlBulkCopy on SQL Server, elsewhere by one statement after another.</summary>
public static class BulkInsert
{
    /// <summary>Below so many rows a bulk copy, which asks the server for the table first, is the slower way.</summary>
    public const int Worthwhile = 20;

    public static Task BulkInsertAsync<T>(this UnitOfWork unit, BulkTable<T> table, IReadOnlyList<T> rows) =>
        rows.Count >= Worthwhile && Dialect.HasBulkCopy(unit.Connection) ? CopyAsync(unit, table, rows) : InsertAsync(unit, table, rows);

    private static async Task InsertAsync<T>(UnitOfWork unit, BulkTable<T> table, IReadOnlyList<T> rows)
    {
        foreach (var row in rows)
        {
            var values = new DynamicParameters();
            foreach (var column in table.Columns)
            {
                values.Add(column.Name, column.Value(row), column.Type);
            }

            await unit.ExecuteAsync(table.InsertRow, values);
        }
    }

    private static async Task CopyAsync<T>(UnitOfWork unit, BulkTable<T> table, IReadOnlyList<T> rows)
    {
        using var copy = new SqlBulkCopy((SqlConnection)unit.Connection, SqlBulkCopyOptions.CheckConstraints, (SqlTransaction)unit.Transaction!)
        {
            DestinationTableName = table.Name,
        };
        foreach (var column in table.Columns)
        {
            copy.ColumnMappings.Add(column.Name, column.Name);
        }

        using var data = ToData(table, rows);
        await copy.WriteToServerAsync(data);
    }

    internal static DataTable ToData<T>(BulkTable<T> table, IReadOnlyList<T> rows)
    {
        var data = new DataTable { Locale = System.Globalization.CultureInfo.InvariantCulture };
        foreach (var column in table.Columns)
        {
            data.Columns.Add(column.Name, column.ClrType);
        }

        foreach (var row in rows)
        {
            data.Rows.Add([.. table.Columns.Select(column => column.Value(row) ?? DBNull.Value)]);
        }

        return data;
    }
}
