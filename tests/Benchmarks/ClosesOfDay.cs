using System.Diagnostics;
using System.Globalization;
using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Time;
using LoanServicing.Repayment;
using LoanServicing.Repayment.CloseOfDay;
using Microsoft.Extensions.Configuration;
using NodaTime;

namespace LoanServicing.Benchmarks;

/// <summary>
/// The close of day of many loans (<see cref="BenchmarkLoans"/>): the first day, on which every old arrear is told, then days on which nobody pays, so that
/// whatever falls due is announced and is overdue four days later. Each as a ratio to reading the rows of all loans alone.
/// </summary>
internal static class ClosesOfDay
{
    private const int OrdinaryDays = 10;

    public static async Task RunAsync(int loans)
    {
        var folder = Directory.CreateTempSubdirectory("loanservicing-benchmark-").FullName;
        try
        {
            await RunAsync(folder, loans);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(string folder, int loans)
    {
        using var signal = new CommitSignal();
        var handlers = new HandlerMap(RepaymentService.Name);
        using var database = SqliteDatabase.Open(folder, RepaymentService.Module.Schema, SystemClock.Instance, new FactWriter(handlers, Subscribers, signal));
        await BenchmarkLoans.FillAsync(database, loans, withReceipts: false);
        var settings = new ConfigurationBuilder().Build();
        var programme = Programmes.Load(settings);
        var run = new CloseOfDayRun(database, new CloseOfDaySettings(), new LoanCalendar(Holidays.Load(settings, programme), programme), SystemClock.Instance);
        await MoveAsync(database, BenchmarkLoans.Today);
        await run.RunAsync(CancellationToken.None); // from now on days are counted

        var started = Stopwatch.GetTimestamp();
        await database.ReadAsync(async connection =>
        {
            await BenchmarkLoans.ReadAloneAsync(connection);
            return 0;
        });
        var alone = Stopwatch.GetElapsedTime(started);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"rows of all loans alone",-34} {alone.TotalSeconds,8:0.00} s"));
        await CloseAsync(database, run, "the first day", BenchmarkLoans.Today.PlusDays(1), 1, alone);
        await CloseAsync(database, run, $"each of {OrdinaryDays} days after it", BenchmarkLoans.Today.PlusDays(1 + OrdinaryDays), OrdinaryDays, alone);

        var looked = await database.ReadAsync(connection => connection.QuerySingleAsync<long>("select min(loans) from close_of_day where partitions > 0"));
        if (looked != loans)
        {
            throw new InvalidOperationException($"{looked} of {loans} loans were looked at on some day.");
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, {loans} loans, SQLite; peak working set {process.PeakWorkingSet64 / (1 << 20)} MiB"));
    }

    /// <summary>As in the programme: Intake hears of these two, and nobody of the others.</summary>
    private static IReadOnlyCollection<string> Subscribers(Type fact) => fact == typeof(InstalmentFallingDue) || fact == typeof(InstalmentOverdue) ? ["intake"] : [];

    private static async Task CloseAsync(SqliteDatabase database, CloseOfDayRun run, string name, LocalDate businessDate, int days, TimeSpan alone)
    {
        await MoveAsync(database, businessDate);
        var before = await ToldAsync(database);
        var started = Stopwatch.GetTimestamp();
        var closed = await run.RunAsync(CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(started) / days;
        if (closed != days)
        {
            throw new InvalidOperationException($"{closed} of {days} days were closed.");
        }

        var told = (await ToldAsync(database) - before) / days;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-34} {took.TotalSeconds,8:0.00} s   {1 / took.TotalSeconds,6:0.00} days/s   {took / alone,5:0.0} times reading   {told} facts a day"));
    }

    private static Task<long> ToldAsync(SqliteDatabase database) =>
        database.ReadAsync(connection => connection.QuerySingleAsync<long>("select coalesce(sum(falling_due + overdue + reclassified), 0) from close_of_day"));

    private static Task MoveAsync(SqliteDatabase database, LocalDate date) => database.WriteAsync(async unit =>
    {
        var header = unit.Header(Streams.BusinessDate, Guid.Empty, Period.DaysBetween(new LocalDate(2026, 1, 1), date), date);
        await BusinessDates.AdoptAsync(new BusinessDateChanged(header, date, ByHand: true), RepaymentService.Name, unit);
        return 0;
    });
}
