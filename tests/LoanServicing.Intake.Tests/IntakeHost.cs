using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Verification;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Intake.Tests;

/// <summary>
/// Intake as it is served, on real files and real HTTP, with the other services played by one neighbour that hears what intake tells.
/// </summary>
public class IntakeHost : IAsyncLifetime
{
    public static readonly LocalDate Today = new(2026, 11, 22); // 1405-09-01

    private const string Neighbour = "neighbour";

    private readonly ConcurrentDictionary<Guid, IFact> _heard = new();
    private TestApplication? _app;

    public TestApplication App => _app ?? throw new InvalidOperationException("Not started.");

    public IDatabase Database => App.Database(IntakeService.Name);

    public HttpClient Officer => App.Client("officer-1", Roles.Officer);

    public HttpClient Supervisor => App.Client("supervisor-1", Roles.Supervisor);

    /// <summary>What the service's database is.</summary>
    protected virtual DatabaseUnderTest Kind => DatabaseUnderTest.Sqlite;

    /// <summary>What the application is started with.</summary>
    protected virtual TestApplicationOptions Options => new();

    public async Task InitializeAsync()
    {
        if (Kind == DatabaseUnderTest.SqlServer && SqlServerUnderTest.ConnectionString is null)
        {
            return; // its tests are skipped
        }

        DatabaseUnderTest.Choose(Kind);
        var neighbour = new ServiceModule(Neighbour, typeof(IntakeHost).Assembly)
        {
            MapHandlers = (map, _) => map
                .On<ApplicationSubmitted>(Hear).On<ApplicationApproved>(Hear).On<ContractSigned>(Hear).On<ApplicationClosed>(Hear)
                .On<CollateralReleased>(Hear).On<MilestoneRecorded>(Hear).On<NotificationQueued>(Hear),
            BusinessDateNotBefore = _ => Task.FromResult<LocalDate?>(null),
        };
        _app = await TestApplication.StartAsync([IntakeService.Module, neighbour], Options);
        await _app.SetBusinessDateAsync(Today);
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    public HttpClient Applicant(string nationalId) => App.Client(nationalId, Roles.Applicant);

    /// <summary>Sends an application in and returns its id.</summary>
    public async Task<Guid> SubmitAsync(Dictionary<string, object?>? body = null)
    {
        var answer = await Officer.SendAsync("applications", body ?? Bodies.Application());
        return (await answer.ReadAsync(HttpStatusCode.Created)).GetProperty("applicationId").GetGuid();
    }

    public async Task<JsonElement> GetAsync(Guid id) =>
        await (await Officer.GetAsync(Path(id))).ReadAsync(HttpStatusCode.OK);

    public async Task<ApplicationState> StateAsync(Guid id) =>
        Enum.Parse<ApplicationState>((await GetAsync(id)).GetProperty("status").GetString()!);

    /// <summary>Posts a command as somebody and returns its answer.</summary>
    public Task<HttpResponseMessage> CommandAsync(HttpClient who, Guid id, string command, object? body = null, string? key = null) =>
        who.SendAsync($"{Path(id)}/{command}", body, key);

    /// <summary>Posts a command of an officer that must succeed.</summary>
    public async Task<JsonElement> DoAsync(Guid id, string command, object? body = null) =>
        await (await CommandAsync(Officer, id, command, body, command + id)).ReadAsync(HttpStatusCode.OK);

    /// <summary>Delivers a fact as the transport does, and returns when it is durable.</summary>
    /// <exception cref="FactRefusedException">The table parks it.</exception>
    public Task TellAsync(IFact fact)
    {
        var map = App.Services.GetRequiredService<IReadOnlyList<HandlerMap>>().Single(handlers => handlers.Service == IntakeService.Name);
        return new FactReceiver(Database, map).ReceiveAsync(fact, CancellationToken.None);
    }

    /// <summary>Publishes a fact from the neighbour through the real outbox and transport.</summary>
    public Task PublishAsync(IFact fact) => App.Database(Neighbour).WriteAsync(unit =>
    {
        unit.Publish(fact);
        return Task.CompletedTask;
    });

    /// <summary>Waits until intake has told so many facts of a kind about an application, and returns them in order.</summary>
    public Task<List<T>> HeardAsync<T>(Guid id, int count = 1)
        where T : class, IFact => Eventually.ValueAsync(
        () => Task.FromResult(_heard.Values.OfType<T>().Where(fact => fact.Header.Key == id).OrderBy(fact => fact.Header.Sequence).ToList()),
        facts => facts.Count >= count,
        $"{count} {typeof(T).Name} of {id}");

    public Task<IReadOnlyList<RuleFinding>> VerifyAsync() => Database.ReadAsync(connection => IntakeService.Module.Verify(connection));

    public Task<long> CountAsync(string sql, object parameters) =>
        Database.ReadAsync(connection => connection.QuerySingleAsync<long>(sql, parameters));

    public static string Path(Guid id) => $"applications/{id}";

    private Task Hear(IFact fact, UnitOfWork unit)
    {
        _heard.TryAdd(fact.Header.MessageId, fact);
        return Task.CompletedTask;
    }
}
