using System.Collections;
using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace LoanServicing.TestSupport.Databases;

/// <summary>Rows with the types that SQL Server gives them: a column of type int, a count and a choice of numbers are 32 bits wide.</summary>
internal sealed partial class TSqlReader(SqliteDataReader inner, string sql) : DbDataReader
{
    private readonly bool[] _isInt = [.. Enumerable.Range(0, inner.FieldCount).Select(i => IsInt(inner, i, sql))];

    public override int Depth => inner.Depth;

    public override int FieldCount => inner.FieldCount;

    public override bool HasRows => inner.HasRows;

    public override bool IsClosed => inner.IsClosed;

    public override int RecordsAffected => inner.RecordsAffected;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override object GetValue(int ordinal) =>
        inner.GetValue(ordinal) is long wide && _isInt[ordinal] ? checked((int)wide) : inner.GetValue(ordinal);

    public override Type GetFieldType(int ordinal) => _isInt[ordinal] ? typeof(int) : inner.GetFieldType(ordinal);

    public override bool GetBoolean(int ordinal) => inner.GetBoolean(ordinal);

    public override byte GetByte(int ordinal) => inner.GetByte(ordinal);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        inner.GetBytes(ordinal, dataOffset, buffer, bufferOffset, length);

    public override char GetChar(int ordinal) => inner.GetChar(ordinal);

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        inner.GetChars(ordinal, dataOffset, buffer, bufferOffset, length);

    public override string GetDataTypeName(int ordinal) => inner.GetDataTypeName(ordinal);

    public override DateTime GetDateTime(int ordinal) => inner.GetDateTime(ordinal);

    public override decimal GetDecimal(int ordinal) => inner.GetDecimal(ordinal);

    public override double GetDouble(int ordinal) => inner.GetDouble(ordinal);

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    public override float GetFloat(int ordinal) => inner.GetFloat(ordinal);

    public override Guid GetGuid(int ordinal) => inner.GetGuid(ordinal);

    public override short GetInt16(int ordinal) => inner.GetInt16(ordinal);

    public override int GetInt32(int ordinal) => _isInt[ordinal] ? inner.GetInt32(ordinal) : throw Wrong(ordinal, "int");

    public override long GetInt64(int ordinal) => _isInt[ordinal] ? throw Wrong(ordinal, "bigint") : inner.GetInt64(ordinal);

    public override string GetName(int ordinal) => inner.GetName(ordinal);

    public override int GetOrdinal(string name) => inner.GetOrdinal(name);

    public override string GetString(int ordinal) => inner.GetString(ordinal);

    public override int GetValues(object[] values)
    {
        var count = Math.Min(values.Length, FieldCount);
        for (var i = 0; i < count; i++)
        {
            values[i] = GetValue(i);
        }

        return count;
    }

    public override bool IsDBNull(int ordinal) => inner.IsDBNull(ordinal);

    public override bool NextResult() => inner.NextResult();

    public override bool Read() => inner.Read();

    public override void Close() => inner.Close();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private InvalidCastException Wrong(int ordinal, string asked) => new($"The column {GetName(ordinal)} is not of type {asked} on SQL Server.");

    // SQLite tells a column's declared type, and of anything computed only that it is a whole number.
    private static bool IsInt(SqliteDataReader reader, int ordinal, string sql)
    {
        var name = Regex.Escape(reader.GetName(ordinal));
        return reader.GetDataTypeName(ordinal) switch
        {
            "int" => true,
            "bigint" => false,
            _ when ScalarCount().IsMatch(sql) => true,
            _ => Regex.IsMatch(sql, $@"count\([^()]*\)(\s+from[^()]*\)|[^,()]*)\s+as {name}\b", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)),
        };
    }

    [GeneratedRegex(@"^\s*select (count\(|case when exists|1 )", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ScalarCount();
}
