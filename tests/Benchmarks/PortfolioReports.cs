using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using LoanServicing.Domain.Classification;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging;
using LoanServicing.Repayment;
using LoanServicing.Repayment.Portfolio;
using Microsoft.Extensions.Configuration;
using NodaTime;

namespace LoanServicing.Benchmarks;

/// <summary>
/// The portfolio of many loans (<see cref="BenchmarkLoans"/>) and their receipts: the
/// report of today, of a day half a year ago, and one page of doubtful loans, each as a ratio to reading the rows of all loans alone.
/// </summary>
internal static class PortfolioReports
{
    private static LocalDate Today => BenchmarkLoans.Today;

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
        var handlers = new HandlerMap(RepaymentService.Name);
        using var signal = new CommitSignal();
        using var database = SqliteDatabase.Open(folder, RepaymentService.Module.Schema, SystemClock.Instance, new FactWriter(handlers, _ => [], signal));
        var receipts = await BenchmarkLoans.FillAsync(database, loans, withReceipts: true);
        var settings = new ConfigurationBuilder().Build();
        var programme = Programmes.Load(settings);
        var reader = new PortfolioReader(new LoanCalendar(Holidays.Load(settings, programme), programme), ProvisionTables.Load(settings));
        var (today, past) = (Filter(Today, null), Filter(Today.PlusDays(-180), null));

        var alone = await TimeAsync(database, "rows of all loans alone", null, BenchmarkLoans.ReadAloneAsync);
        var summed = 0;
        await TimeAsync(database, "the report of today", alone, async connection => summed = (await reader.SumAsync(connection, today, CancellationToken.None)).Whole.Loans);
        await TimeAsync(database, "the report of half a year ago", alone, connection => reader.SumAsync(connection, past, CancellationToken.None));
        await TimeAsync(
            database, "50 doubtful loans of today", alone, connection => reader.PageAsync(connection, Filter(Today, LoanClass.Doubtful), 0, 50, CancellationToken.None));
        if (summed != loans)
        {
            throw new InvalidOperationException($"{summed} of {loans} loans are in the report.");
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {loans} loans, {receipts} receipts, SQLite; peak working set {process.PeakWorkingSet64 / (1 << 20)} MiB"));
    }

    private static PortfolioFilter Filter(LocalDate asOf, LoanClass? loanClass) => new(asOf, [], null, loanClass);

    /// <returns>How long it took.</returns>
    private static async Task<TimeSpan> TimeAsync(SqliteDatabase database, string name, TimeSpan? alone, Func<DbConnection, Task> step)
    {
        var started = Stopwatch.GetTimestamp();
        await database.ReadAsync(async connection =>
        {
            await step(connection);
            return 0;
        });
        var took = Stopwatch.GetElapsedTime(started);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-30} {took.TotalSeconds,8:0.00} s   {took / (alone ?? took),6:0.0} times reading"));
        return took;
    }
}
