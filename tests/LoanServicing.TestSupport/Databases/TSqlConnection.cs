using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace LoanServicing.TestSupport.Databases;

/// <summary>A SQLite connection that looks like SQL Server's to the program and is as strict as one without MARS.</summary>
internal sealed class TSqlConnection(SqliteConnection inner) : DbConnection
{
    public SqliteConnection Inner => inner;

    /// <summary>The transaction that every command has to name while it is open.</summary>
    public TSqlTransaction? Transaction { get; private set; }

    /// <summary>The reader that has to be closed before the next command.</summary>
    public DbDataReader? Reader { get; set; }

    [AllowNull]
    public override string ConnectionString
    {
        get => inner.ConnectionString;
        set => inner.ConnectionString = value;
    }

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    public override ConnectionState State => inner.State;

    public override void ChangeDatabase(string databaseName) => inner.ChangeDatabase(databaseName);

    public override void Close() => inner.Close();

    public override void Open() => inner.Open();

    public void Forget(TSqlTransaction ended) => Transaction = Transaction == ended ? null : Transaction;

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) =>
        Transaction = isolationLevel == IsolationLevel.ReadCommitted
            ? new TSqlTransaction(this, inner.BeginTransaction(deferred: false))
            : throw new InvalidOperationException($"A unit of work runs in READ COMMITTED, not in {isolationLevel}.");

    protected override DbCommand CreateDbCommand() => new TSqlCommand(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>Savepoints as SQL Server has them: set and rolled back to, never released.</summary>
internal sealed class TSqlTransaction(TSqlConnection connection, SqliteTransaction inner) : DbTransaction
{
    public SqliteTransaction Inner => inner;

    public override IsolationLevel IsolationLevel => IsolationLevel.ReadCommitted;

    public override bool SupportsSavepoints => true;

    protected override DbConnection DbConnection => connection;

    public override void Commit()
    {
        inner.Commit();
        connection.Forget(this);
    }

    public override void Rollback()
    {
        inner.Rollback();
        connection.Forget(this);
    }

    public override void Save(string savepointName) => inner.Save(savepointName);

    public override void Rollback(string savepointName) => inner.Rollback(savepointName);

    public override void Release(string savepointName) => throw new NotSupportedException("SQL Server releases no savepoint.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            connection.Forget(this);
        }

        base.Dispose(disposing);
    }
}
