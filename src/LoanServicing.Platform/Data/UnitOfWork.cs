using System.Data.Common;
using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Messaging;
using NodaTime;

namespace LoanServicing.Platform.Data;

/// <summary>
/// One transaction of one service. Facts and audit entries are collected while it runs and written with the business rows before it ends.
/// </summary>
public sealed class UnitOfWork(DbConnection connection, DbTransaction? transaction, Instant now)
{
    private readonly List<OutgoingFact> _facts = [];
    private readonly List<AuditEntry> _audit = [];
    private readonly List<string> _arrived = [];

    /// <summary>The unit's own connection.</summary>
    /// <exception cref="InvalidOperationException">The work awaited something else and comes back when its unit is long over.</exception>
    public DbConnection Connection => OnlyOn is null || OnlyOn == Thread.CurrentThread
        ? connection
        : throw new InvalidOperationException("A unit of work awaited something other than its own connection.");

    public DbTransaction? Transaction { get; } = transaction;

    /// <summary>The real instant at which the unit began.</summary>
    public Instant Now { get; } = now;

    /// <summary>The one thread that may use the connection, where units share it.</summary>
    internal Thread? OnlyOn { get; init; }

    /// <summary>Tells a failure of the unit's work from one of the database, after which nothing of the transaction can be trusted.</summary>
    internal Func<Exception, bool> IsOwnFailure { get; init; } = _ => true;

    internal IReadOnlyList<OutgoingFact> Facts => _facts;

    internal IReadOnlyList<AuditEntry> AuditEntries => _audit;

    /// <summary>What a handler waits for, if it does.</summary>
    internal string? AwaitedKey { get; private set; }

    /// <summary>True when the unit decided that nothing of it may stay.</summary>
    internal bool IsRefused { get; private set; }

    /// <summary>A new header for a fact. <paramref name="sequence"/> counts the facts of this stream and key from 1.</summary>
    public FactHeader Header(string stream, Guid key, long sequence, LocalDate businessDate) =>
        new(Guid.CreateVersion7(), stream, key, sequence, businessDate, Now);

    /// <summary>
    /// Sends the fact to its subscribers once this unit has been committed, not before <paramref name="visibleAt"/>. Without one it is due at once
    /// whatever the clocks say, so that a clock that goes back inverts nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">The fact is larger than <see cref="FactJson.LargestFactBytes"/>.</exception>
    public void Publish(IFact fact, Instant? visibleAt = null) =>
        _facts.Add(new OutgoingFact(fact, FactJson.WriteFact(fact), visibleAt ?? NodaConstants.UnixEpoch));

    /// <summary>Records a decision: who, what, about what, why (rule R11).</summary>
    public void Record(AuditEntry entry) => _audit.Add(entry);

    /// <summary>
    /// Says that the message being handled needs something that has not come yet. The handler returns without writing anything; the message
    /// is kept under <paramref name="key"/> and handled again when <see cref="Arrived"/> names that key.
    /// </summary>
    public void WaitFor(string key) => AwaitedKey = key;

    /// <summary>Says that what messages under <paramref name="key"/> waited for is here: they are handled again in this unit.</summary>
    public void Arrived(string key) => _arrived.Add(key);

    /// <summary>Rolls this unit back when it ends, without an error: for refusals that a caller is told about.</summary>
    public void Refuse() => IsRefused = true;

    /// <summary>The first rows of a query that ends with its <c>order by</c>, in the database's own words.</summary>
    public string First(string orderedQuery, string count) => Connection.First(orderedQuery, count);

    public Task<int> ExecuteAsync(string sql, object? parameters = null) =>
        Connection.ExecuteAsync(sql, parameters, Transaction);

    public Task<IEnumerable<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        Connection.QueryAsync<T>(sql, parameters, Transaction);

    public Task<T?> QuerySingleOrDefaultAsync<T>(string sql, object? parameters = null) =>
        Connection.QuerySingleOrDefaultAsync<T>(sql, parameters, Transaction);

    public Task<T> QuerySingleAsync<T>(string sql, object? parameters = null) =>
        Connection.QuerySingleAsync<T>(sql, parameters, Transaction);

    /// <summary>
    /// Runs a part of the unit that may fail alone, and returns its failure: what it wrote, published, recorded and announced is then undone,
    /// and the rest of the unit stands.
    /// </summary>
    public async Task<Exception?> TryPartAsync(Func<Task> part)
    {
        const string Name = "part";
        var whole = Transaction ?? throw new InvalidOperationException("A part that may fail alone needs a transaction.");
        var (facts, entries, arrived) = (_facts.Count, _audit.Count, _arrived.Count);
        Exception? failure = null;
        await whole.SaveAsync(Name);
        try
        {
            await part();
            _ = Connection; // a part that awaited something else comes back when the transaction is no longer its own
        }
        catch (Exception cause) when ((OnlyOn is null || OnlyOn == Thread.CurrentThread) && IsOwnFailure(cause))
        {
            await whole.RollbackAsync(Name);
            _facts.RemoveRange(facts, _facts.Count - facts);
            _audit.RemoveRange(entries, _audit.Count - entries);
            _arrived.RemoveRange(arrived, _arrived.Count - arrived);
            (AwaitedKey, IsRefused, failure) = (null, false, cause);
        }

        await Dialect.ReleaseSavepointAsync(whole, Name);
        return failure;
    }

    internal string? TakeAwaitedKey()
    {
        var key = AwaitedKey;
        AwaitedKey = null;
        return key;
    }

    internal IReadOnlyList<string> TakeArrived()
    {
        var keys = _arrived.ToArray();
        _arrived.Clear();
        return keys;
    }
}

internal sealed record OutgoingFact(IFact Fact, string Body, Instant VisibleAt);
