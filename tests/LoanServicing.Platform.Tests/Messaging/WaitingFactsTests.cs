using LoanServicing.Contracts;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace LoanServicing.Platform.Tests.Messaging;

/// <summary>Facts of one key, each of which needs the one before it; and facts whose handler fails when what they waited for has come.</summary>
public class WaitingFactsTests
{
    private const string Stuck = "last_error is not null";

    private static readonly Guid Loan = new("0198c3a5-0001-7000-8000-000000000001");

    private Exception? _failure = new InvalidDataException("broken");
    private int _handled;

    [StoreFact]
    public async Task A_waiting_fact_that_fails_leaves_what_it_waited_for_unharmed_and_is_stuck()
    {
        using var beta = new Listener(HandleInOrderAsync, "gamma");
        await beta.ReceiveAsync(Fact(2, "fail"));
        await beta.ReceiveAsync(Fact(1));

        Assert.Equal(["1"], await beta.HeardAsync());
        Assert.Equal(2, await beta.Database.CountAsync("inbox"));
        Assert.Equal((0, 0), (await beta.Database.CountAsync("outbox"), await beta.Database.CountAsync("audit")));
        var stuck = Assert.Single(await beta.Database.ReadAsync(WaitingStore.StuckAsync));
        Assert.Equal(("ApplicationClosed", Key, 1, "broken"), (stuck.Type, stuck.WaitKey, stuck.Attempts, stuck.LastError));
    }

    [StoreFact]
    public async Task A_command_stands_when_what_it_drains_fails()
    {
        using var beta = new Listener(HandleInOrderAsync, "gamma");
        await beta.ReceiveAsync(Fact(2, "fail"));

        await beta.Database.WriteAsync(unit => HearAsync(Fact(1), unit));

        Assert.Equal(["1"], await beta.HeardAsync());
        Assert.Equal((1, 0), (await beta.Database.CountAsync("waiting", Stuck), await beta.Database.CountAsync("outbox")));
    }

    [StoreFact]
    public async Task A_stuck_fact_is_handled_again_when_its_key_arrives_again()
    {
        using var beta = new Listener(HandleInOrderAsync, "gamma");
        await beta.ReceiveAsync(Fact(2, "fail"));
        await beta.ReceiveAsync(Fact(1));
        await ArriveAsync(beta);
        Assert.Equal(1, await beta.Database.CountAsync("waiting", "attempts = 2 and due = 0"));

        _failure = null;
        await ArriveAsync(beta);

        Assert.Equal(["1", "fail"], await beta.HeardAsync());
        Assert.Equal((0, 1, 1), (
            await beta.Database.CountAsync("waiting"), await beta.Database.CountAsync("outbox"), await beta.Database.CountAsync("audit")));
    }

    [StoreFact]
    public async Task One_that_fails_holds_back_what_needs_it_and_nothing_else()
    {
        using var beta = new Listener(HandleInOrderAsync);
        var other = Guid.CreateVersion7();
        await beta.ReceiveAsync(Fact(3));
        await beta.ReceiveAsync(Fact(2, "fail"));
        await beta.ReceiveAsync(Listener.Fact("other 2", 2, other));
        await beta.ReceiveAsync(Fact(1));
        await beta.ReceiveAsync(Listener.Fact("other 1", 1, other));

        Assert.Equal(["1", "other 1", "other 2"], await beta.HeardAsync());
        Assert.Equal((2, 1), (await beta.Database.CountAsync("waiting"), await beta.Database.CountAsync("waiting", Stuck)));
    }

    [StoreFact]
    public async Task A_drained_handler_that_refuses_its_unit_does_not_refuse_the_unit_of_another()
    {
        using var beta = new Listener(async (fact, unit) =>
        {
            await HandleInOrderAsync(fact, unit);
            if (fact.Header.Sequence == 2 && await unit.QuerySingleAsync<long>("select count(*) from heard") == 2)
            {
                unit.Refuse();
            }
        });
        await beta.ReceiveAsync(Fact(2));
        await beta.ReceiveAsync(Fact(1));

        Assert.Equal(["1"], await beta.HeardAsync());
        Assert.Equal(1, await beta.Database.CountAsync("waiting", Stuck));
    }

    [StoreFact(OfSqlite = true)]
    public async Task A_database_that_fails_while_draining_is_not_the_waiting_facts_fault()
    {
        using var beta = new Listener(HandleInOrderAsync);
        await beta.ReceiveAsync(Fact(2, "fail"));
        _failure = new SqliteException("disk full", SQLitePCL.raw.SQLITE_FULL);

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => beta.ReceiveAsync(Fact(1)));

        Assert.Empty(await beta.HeardAsync());
        Assert.Equal(1, await beta.Database.CountAsync("waiting", "last_error is null and attempts = 0"));
    }

    [StoreFact]
    public async Task A_shuffled_backlog_is_drained_at_once_in_order_handling_each_fact_once_more()
    {
        using var beta = new Listener(HandleInOrderAsync);
        foreach (var sequence in Shuffled(2, 150))
        {
            await beta.ReceiveAsync(Fact(sequence));
        }

        _handled = 0;
        await beta.ReceiveAsync(Fact(1));

        Assert.Equal(Enumerable.Range(1, 150).Select(sequence => $"{sequence}"), await beta.HeardAsync());
        Assert.Equal((150, 0), (_handled, await beta.Database.CountAsync("waiting")));
    }

    [StoreFact]
    public async Task What_still_waits_is_handled_once_for_each_arrival_and_keeps_its_row()
    {
        using var beta = new Listener(HandleInOrderAsync);
        foreach (var sequence in Shuffled(2, 150).Where(sequence => sequence != 100))
        {
            await beta.ReceiveAsync(Fact(sequence));
        }

        var rows = await beta.Database.ListAsync<long>("select id from waiting where sequence > 100 order by id");
        _handled = 0;
        await beta.ReceiveAsync(Fact(1));

        Assert.Equal(149, _handled);
        Assert.Equal(rows, await beta.Database.ListAsync<long>("select id from waiting where due = 0 order by id"));
    }

    [StoreFact]
    public async Task What_exceeds_the_limit_of_one_unit_follows_in_units_of_its_own()
    {
        using var beta = new Listener(HandleInOrderAsync);
        await Task.WhenAll(Shuffled(2, 700).Select(sequence => beta.ReceiveAsync(Fact(sequence))));
        await beta.ReceiveAsync(Fact(1));
        Assert.Equal(WaitingFacts.DrainLimit + 1, await beta.Database.CountAsync("heard"));

        // A new process finds them: the rows themselves say that they are due.
        using var worker = new WaitingFactsWorker(beta.Database, beta.Handlers, SystemClock.Instance, new LogLines<WaitingFactsWorker>());
        await worker.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(async () => await beta.Database.CountAsync("waiting") == 0, "the rest is drained");
        await worker.StopAsync(CancellationToken.None);

        Assert.Equal(Enumerable.Range(1, 700).Select(sequence => $"{sequence}"), await beta.HeardAsync());
    }

    [StoreFact]
    public async Task The_worker_tells_of_what_is_stuck()
    {
        using var beta = new Listener(HandleInOrderAsync);
        await beta.ReceiveAsync(Fact(2, "fail"));
        await beta.ReceiveAsync(Fact(1));

        var log = new LogLines<WaitingFactsWorker>();
        using var worker = new WaitingFactsWorker(beta.Database, beta.Handlers, SystemClock.Instance, log);
        await worker.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => log.Contains("is stuck: broken"), "it is told");
        await worker.StopAsync(CancellationToken.None);
    }

    private static string Key => $"loan:{Loan:N}";

    private static ApplicationClosed Fact(long sequence, string? what = null) => Listener.Fact(what ?? $"{sequence}", sequence, Loan);

    private static IReadOnlyList<long> Shuffled(int first, int last)
    {
        var sequences = Enumerable.Range(first, last - first + 1).Select(sequence => (long)sequence).ToArray();
        new Random(20260727).Shuffle(sequences);
        return sequences;
    }

    private static Task ArriveAsync(Listener beta) => beta.Database.WriteAsync(unit =>
    {
        unit.Arrived(Key);
        return Task.CompletedTask;
    });

    /// <summary>Needs the fact before it; one that is called "fail" publishes, records and then throws, as long as there is something to throw.</summary>
    private async Task HandleInOrderAsync(ApplicationClosed fact, UnitOfWork unit)
    {
        _handled++;
        var last = await unit.QuerySingleAsync<long>("select coalesce(max(sequence), 0) from heard where [key] = @Key", new { fact.Header.Key });
        if (fact.Header.Sequence > last + 1)
        {
            unit.WaitFor($"loan:{fact.Header.Key:N}");
            return;
        }

        await HearAsync(fact, unit);
        if (fact.ClosedAs == "fail")
        {
            unit.Publish(TestModules.Told(unit, fact.Header.Key, 1, "from a handler"));
            unit.Record(new AuditEntry("beta", "fact.heard", "loan", "1", new LocalDate(2026, 7, 27), new { }));
            if (_failure is { } failure)
            {
                throw failure;
            }
        }
    }

    private static async Task HearAsync(ApplicationClosed fact, UnitOfWork unit)
    {
        await TestModules.HearAsync(fact, unit);
        unit.Arrived($"loan:{fact.Header.Key:N}");
    }
}
