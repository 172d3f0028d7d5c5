using Dapper;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace LoanServicing.Funding.Reconciliation;

/// <summary>Compares the bank's lines and the books' movements as they come.</summary>
internal sealed class MatchingWorker(
    [FromKeyedServices(FundingService.Name)] IDatabase database, IClock clock, ILogger<MatchingWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicWork.RunAsync("Comparing with the bank's statement", Pause, cancel => RunAsync(database, clock, cancel), log, stoppingToken);

    /// <summary>Compares all that can be compared now. What is waiting is asked for without a unit, so that nothing is written where there is nothing to do.</summary>
    internal static async Task RunAsync(IDatabase database, IClock clock, CancellationToken cancel)
    {
        var (files, movements) = await database.ReadAsync(
            async connection => (
                await StatementFileStore.ToCompareAsync(connection, await BusinessDates.CurrentAsync(connection, clock)),
                await connection.QuerySingleAsync<long>(BankMovementStore.CountUnlooked)),
            cancel);
        while (movements > 0 && await database.WriteAsync(async unit => await Matcher.LookAtMovementsAsync(unit, await BusinessDates.CurrentAsync(unit)), cancel) > 0)
        {
            cancel.ThrowIfCancellationRequested();
        }

        foreach (var file in files)
        {
            while (await database.WriteAsync(async unit => await Matcher.LookAtLinesAsync(unit, file, await BusinessDates.CurrentAsync(unit)), cancel) > 0)
            {
                cancel.ThrowIfCancellationRequested();
            }

            await database.WriteAsync(async unit => await Matcher.FinishAsync(unit, file, await BusinessDates.CurrentAsync(unit)), cancel);
        }
    }
}
