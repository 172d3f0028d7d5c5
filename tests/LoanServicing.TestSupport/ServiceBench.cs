using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Time;
using LoanServicing.Platform.Verification;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.TestSupport;

/// <summary>One service on its real database, without a transport: facts are handed in, and what it publishes is read from its outbox.</summary>
public sealed class ServiceBench : IDisposable
{
    private readonly ServiceModule _module;
    private readonly HandlerMap _handlers;
    private readonly CommitSignal _signal = new();
    private readonly DatabaseUnderTest _kind = DatabaseUnderTest.Current;
    private readonly string _folder = Directory.CreateTempSubdirectory("loanservicing-").FullName;
    private FactReceiver _receiver;
    private long _dates;

    public ServiceBench(ServiceModule module, IServiceProvider services)
    {
        _module = module;
        _handlers = new HandlerMap(module.Name);
        _handlers.On<BusinessDateChanged>((fact, unit) => BusinessDates.AdoptAsync(fact, module.Name, unit));
        module.MapHandlers(_handlers, services);
        Database = Open();
        _receiver = new FactReceiver(Database, _handlers);
    }

    public IDatabase Database { get; private set; }

    public string Folder => _folder;

    public Task DeliverAsync(IFact fact) => _receiver.ReceiveAsync(fact, CancellationToken.None);

    public async Task SetBusinessDateAsync(LocalDate date)
    {
        var header = new FactHeader(Guid.CreateVersion7(), Streams.BusinessDate, Guid.Empty, ++_dates, date, SystemClock.Instance.GetCurrentInstant());
        await DeliverAsync(new BusinessDateChanged(header, date, ByHand: true));
    }

    /// <summary>Everything of this type that the service has published, by key and sequence.</summary>
    public async Task<IReadOnlyList<TFact>> PublishedAsync<TFact>()
        where TFact : IFact =>
        [.. (await AllPublishedAsync()).OfType<TFact>()];

    /// <summary>Everything the service has published but its notes on the business date, by key and sequence.</summary>
    public async Task<IReadOnlyList<IFact>> AllPublishedAsync()
    {
        var rows = await Database.ReadAsync(
            connection => connection.QueryAsync<(string Type, string Body)>("select type, body from outbox"));
        return
        [
            .. rows.Select(row => FactJson.Read(row.Type, row.Body))
                .Where(fact => fact is not BusinessDateAdopted)
                .OrderBy(fact => fact.Header.Key)
                .ThenBy(fact => fact.Header.Sequence),
        ];
    }

    public Task<long> CountAsync(string table) =>
        Database.ReadAsync(connection => connection.QuerySingleAsync<long>($"select count(*) from {table}"));

    public async Task<IReadOnlyList<RuleFinding>> VerifyAsync() => await Database.ReadAsync(connection => _module.Verify(connection));

    /// <summary>Every problem that the verification names.</summary>
    public async Task<IReadOnlyList<string>> ProblemsAsync() => [.. (await VerifyAsync()).SelectMany(finding => finding.Problems)];

    /// <summary>Changes rows behind the service's back.</summary>
    public async Task DamageAsync(string sql)
    {
        var rows = await Database.WriteAsync(unit => unit.ExecuteAsync(sql));
        if (rows == 0)
        {
            throw new InvalidOperationException($"No row was damaged by: {sql}");
        }
    }

    /// <summary>Closes the database and opens it again, as after a kill: what was not committed is gone.</summary>
    public void Restart()
    {
        (Database as IDisposable)?.Dispose();
        Database = Open();
        _receiver = new FactReceiver(Database, _handlers);
    }

    public void Dispose()
    {
        (Database as IDisposable)?.Dispose();
        _kind.Drop(_folder);
        _signal.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private IDatabase Open() =>
        _kind.Open(_folder, _module.Schema, SystemClock.Instance, new FactWriter(_handlers, _ => ["everybody"], _signal));
}
