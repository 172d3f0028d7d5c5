using System.Diagnostics;
using System.Globalization;
using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Funding;
using LoanServicing.Funding.Reconciliation;
using LoanServicing.Funding.StatementFiles;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Benchmarks;

/// <summary>
/// A statement of many lines, none of which the books know, from its file to the last match: reading it, storing its lines, comparing and sending them on, booking
/// what comes of each, and matching that. Each step in lines a second, and as a ratio to reading alone.
/// </summary>
internal static class StatementImports
{
    private const string Account = "IR390590990000000000084025";
    private const int Callers = 64;

    private static readonly LocalDate Day = new(2026, 11, 22);
    private static readonly StatementSettings Settings = new() { Csv = new CsvMap { Account = Account } };

    public static async Task RunAsync(int lines)
    {
        var folder = Directory.CreateTempSubdirectory("loanservicing-benchmark-").FullName;
        try
        {
            await RunAsync(folder, lines);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(string folder, int lines)
    {
        var file = Path.Combine(folder, "statement.csv");
        await WriteFileAsync(file, lines);
        var handlers = new HandlerMap(FundingService.Name);
        FundingService.Module.MapHandlers(handlers, new ServiceCollection().BuildServiceProvider());
        using var signal = new CommitSignal();
        using var database = SqliteDatabase.Open(folder, FundingService.Module.Schema, SystemClock.Instance, new FactWriter(handlers, _ => ["nobody"], signal));
        var receiver = new FactReceiver(database, handlers);
        var steps = new List<(string Name, double PerSecond)>
        {
            ("read", await TimeAsync(lines, () => ReadAsync(file))),
            ("read and store", await TimeAsync(lines, () => ImportAsync(database, file))),
            ("compare and send on", await TimeAsync(lines, () => MatchingWorker.RunAsync(database, SystemClock.Instance, CancellationToken.None))),
        };
        var sent = await database.ReadAsync(async connection => (await connection.QueryAsync<(string Reference, long Amount)>("select sent_as, amount from statement_line")).ToList());
        steps.Add(("book what came of each", await TimeAsync(lines, () => BookAsync(receiver, sent))));
        steps.Add(("match it", await TimeAsync(lines, () => MatchingWorker.RunAsync(database, SystemClock.Instance, CancellationToken.None))));
        var matched = await database.ReadAsync(connection => connection.QuerySingleAsync<long>("select count(*) from statement_line where state = 'matched'"));
        if (matched != lines)
        {
            throw new InvalidOperationException($"{matched} of {lines} lines are matched.");
        }

        Console.WriteLine($"{Environment.ProcessorCount} cores, {lines} lines of a CSV with balances, SQLite");
        foreach (var (name, perSecond) in steps)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-24} {perSecond,9:0} lines/s   {steps[0].PerSecond / perSecond,6:0.0} times reading"));
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak working set {process.PeakWorkingSet64 / (1 << 20)} MiB"));
    }

    private static async Task<double> TimeAsync(int lines, Func<Task> step)
    {
        var started = Stopwatch.GetTimestamp();
        await step();
        return lines / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task WriteFileAsync(string file, int lines)
    {
        await using var text = new StreamWriter(file);
        await text.WriteLineAsync("date,credit,debit,balance,reference,narrative");
        var balance = 0L;
        for (var n = 1; n <= lines; n++)
        {
            var amount = 5_000_000 + (n % 50 * 100_000); // instalments are alike
            balance += amount;
            await text.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Day:uuuu-MM-dd},{amount},,{balance},REF-{n},card to card"));
        }
    }

    private static async Task ReadAsync(string file)
    {
        await using var stream = File.OpenRead(file);
        await using var parts = StatementReader.ReadAsync(stream, Settings).GetAsyncEnumerator();
        while (await parts.MoveNextAsync())
        {
            // Reading is all that is measured.
        }
    }

    private static Task ImportAsync(SqliteDatabase database, string file)
    {
        var arrived = new ArrivedStatement("hash", new FileInfo(file).Length, "csv", cancel => StatementReader.ReadAsync(File.OpenRead(file), Settings, cancel));
        return StatementImport.RunAsync(database, arrived, new Caller("finance-1", [Roles.Finance], []), Account, CancellationToken.None, CancellationToken.None);
    }

    private static Task BookAsync(FactReceiver receiver, List<(string Reference, long Amount)> sent) =>
        Parallel.ForEachAsync(sent, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (line, cancel) =>
        {
            var id = Guid.CreateVersion7();
            var header = new FactHeader(Guid.CreateVersion7(), Streams.Suspense, id, 1, Day, SystemClock.Instance.GetCurrentInstant());
            await receiver.ReceiveAsync(new ReceiptSuspended(header, id, new Rials(line.Amount), Day, "statement", line.Reference, "deposit-id.invalid"), cancel);
        });
}
