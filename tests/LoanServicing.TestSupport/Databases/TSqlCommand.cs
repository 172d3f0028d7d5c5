using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace LoanServicing.TestSupport.Databases;

/// <summary>Checks a command as the SQL Server driver and our rules would, keeps its text, and runs it on SQLite.</summary>
internal sealed class TSqlCommand(TSqlConnection connection) : DbCommand
{
    private const int MostParameters = 2100;

    private readonly TSqlParameters _parameters = new();

    [AllowNull]
    public override string CommandText { get; set; } = "";

    public override int CommandTimeout { get; set; } = 30;

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection
    {
        get => connection;
        set => _ = value;
    }

    protected override DbParameterCollection DbParameterCollection => _parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel()
    {
    }

    public override int ExecuteNonQuery()
    {
        using var command = Checked();
        return command.ExecuteNonQuery();
    }

    public override object? ExecuteScalar()
    {
        using var reader = ExecuteReader();
        return reader.Read() ? reader.GetValue(0) : null;
    }

    public override void Prepare()
    {
    }

    protected override DbParameter CreateDbParameter() => new TSqlParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        var command = Checked();
        connection.Reader = new TSqlReader(command.ExecuteReader(behavior & ~CommandBehavior.SequentialAccess), CommandText);
        return connection.Reader;
    }

    private SqliteCommand Checked()
    {
        if (connection.Reader is { IsClosed: false })
        {
            throw new InvalidOperationException("There is already an open reader on this connection, and SQL Server has no second one without MARS.");
        }

        if (DbTransaction != connection.Transaction)
        {
            throw new InvalidOperationException("A command on a connection with an open transaction has to name it.");
        }

        if (_parameters.Count > MostParameters)
        {
            throw new InvalidOperationException($"SQL Server takes {MostParameters} parameters, not {_parameters.Count}.");
        }

        if (_parameters.All.FirstOrDefault(parameter => !parameter.IsTyped) is { } untyped)
        {
            throw new InvalidOperationException($"The parameter {untyped.ParameterName} goes out without a type in: {CommandText}");
        }

        SentTSql.Add(CommandText);
        var command = connection.Inner.CreateCommand();
        command.CommandText = SentTSql.ToSqlite(CommandText);
        command.Transaction = connection.Transaction?.Inner;
        foreach (var parameter in _parameters.All)
        {
            command.Parameters.AddWithValue("@" + parameter.ParameterName.TrimStart('@'), parameter.Value ?? DBNull.Value);
        }

        return command;
    }
}
