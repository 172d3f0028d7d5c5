using System.Diagnostics;
using Dapper;
using LoanServicing.Platform.Data;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace LoanServicing.Benchmarks;

/// <summary>
/// Durable units of work a second: 64 callers whose units share commits, beside one caller that commits the same five statements alone, both
/// on a real file in WAL mode with <c>synchronous=FULL</c>, in alternating rounds.
/// </summary>
internal static class SharedCommits
{
    private const int Callers = 64;
    private const int Rounds = 5;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);

    private static readonly string[] Statements =
    [
        "insert into inbox (message_id, received_at) values (@Id, @At)",
        "update account set balance = balance + @Amount where id = @Account",
        "insert into entry (account_id, amount, at) values (@Account, @Amount, @At)",
        "insert into outbox (message_id, type, body, created_at) values (@Id, 'Benchmark', @Body, @At)",
        "insert into delivery (message_id, subscriber, partition_key, slot, state, attempts, visible_at) values (@Id, 'nobody', @Body, 0, 0, 0, @At)",
    ];

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("loanservicing-benchmark-").FullName;
        try
        {
            await RunAsync(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(string folder)
    {
        var schema = new ServiceSchema("benchmark", typeof(SharedCommits).Assembly);
        using var shared = SqliteDatabase.Open(Path.Combine(folder, "shared"), schema, SystemClock.Instance);
        using (SqliteDatabase.Open(Path.Combine(folder, "alone"), schema, SystemClock.Instance))
        {
            // only to bring its tables up to date
        }

        await using var alone = OpenAlone(SqliteDatabase.FileOf(Path.Combine(folder, "alone"), schema.Name));
        await shared.WriteAsync(unit => unit.ExecuteAsync(Accounts));
        await alone.ExecuteAsync(Accounts);
        await MeasureSharedAsync(shared);
        await MeasureAloneAsync(alone);

        var commits = shared.Commits;
        var units = shared.UnitsCommitted;
        var together = new List<double>();
        var singly = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            together.Add(await MeasureSharedAsync(shared));
            singly.Add(await MeasureAloneAsync(alone));
        }

        var ratio = Median(together) / Median(singly);
        Console.WriteLine($"{Environment.ProcessorCount} cores, {Rounds} rounds of {Round.TotalSeconds:0} s each, five statements a unit, medians");
        Console.WriteLine($"shared commits, {Callers} callers: {Median(together),8:0} durable units/s ({string.Join(' ', together.Select(v => $"{v:0}"))})");
        Console.WriteLine($"                             {(double)(shared.UnitsCommitted - units) / (shared.Commits - commits),8:0.0} units to a commit");
        Console.WriteLine($"single commits, 1 caller:   {Median(singly),8:0} durable units/s ({string.Join(' ', singly.Select(v => $"{v:0}"))})");
        Console.WriteLine($"ratio:                      {ratio,8:0.0}");
    }

    private const string Accounts =
        """
        with recursive n (i) as (select 1 union all select i + 1 from n where i < 1000)
        insert into account (id, balance) select i, 0 from n
        """;

    private static async Task<double> MeasureSharedAsync(SqliteDatabase database)
    {
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var done = 0;
            for (; Stopwatch.GetElapsedTime(started) < Round; done++)
            {
                var values = Values.New(caller, done);
                await database.WriteAsync(async unit =>
                {
                    foreach (var statement in Statements)
                    {
                        await unit.ExecuteAsync(statement, values);
                    }
                });
            }

            return done;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<double> MeasureAloneAsync(SqliteConnection connection)
    {
        var started = Stopwatch.GetTimestamp();
        var done = 0;
        for (; Stopwatch.GetElapsedTime(started) < Round; done++)
        {
            var values = Values.New(0, done);
            await using var transaction = connection.BeginTransaction(deferred: false);
            foreach (var statement in Statements)
            {
                await connection.ExecuteAsync(statement, values, transaction);
            }

            await transaction.CommitAsync();
        }

        return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static SqliteConnection OpenAlone(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        connection.Execute("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;");
        return connection;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private sealed record Values(Guid Id, int Account, long Amount, Instant At, string Body)
    {
        public static Values New(int caller, int number) => new(
            Guid.CreateVersion7(), (((caller * 31) + number) % 1000) + 1, number, SystemClock.Instance.GetCurrentInstant(), "a body of the usual length, as facts have it");
    }
}
