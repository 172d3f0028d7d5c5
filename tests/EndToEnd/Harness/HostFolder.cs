using System.Globalization;
using LoanServicing.TestSupport;
using Microsoft.Data.Sqlite;

namespace LoanServicing.EndToEnd.Harness;

/// <summary>A working folder of its own, with the data folder and the bank folder inside it, for one test.</summary>
internal sealed class HostFolder : IDisposable
{
    private readonly TestFolder _folder = new();

    public string Path => _folder.Path;

    public string Data => System.IO.Path.Combine(Path, "data");

    public string Bank => System.IO.Path.Combine(Path, "bank");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Database(string service) => Directory.EnumerateFiles(Data, $"*{service}*.db", SearchOption.TopDirectoryOnly).Single();

    /// <summary>The rows of a query on one service's database, each as a line of its columns.</summary>
    public IReadOnlyList<string> Query(string service, string sql)
    {
        using var connection = Open(service, SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue).Select(Text)));
        }

        return lines;
    }

    /// <summary>Changes a database behind the program's back; returns how many rows.</summary>
    public int Damage(string service, string sql)
    {
        using var connection = Open(service, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = "pragma ignore_check_constraints = on; pragma foreign_keys = off; " + sql;
        command.ExecuteNonQuery();
        command.CommandText = "select changes()";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Keeps everybody else from writing a service's database until it is disposed.</summary>
    public IDisposable Lock(string service)
    {
        var connection = Open(service, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = "begin immediate";
        command.ExecuteNonQuery();
        return connection;
    }

    public void Dispose() => _folder.Dispose();

    private SqliteConnection Open(string service, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Database(service),
            Mode = mode,
            Pooling = false,
        }.ConnectionString);
        connection.Open();
        return connection;
    }

    private static string Text(object value) => value is byte[] bytes ? Convert.ToHexStringLower(bytes) : $"{value}";
}
