using System.Data.Common;
using System.Runtime.ExceptionServices;
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
        var (files, movements, unanswered) = await database.ReadAsync(connection => WaitingAsync(connection, clock), cancel);
        List<Exception> failures = [];
        await TryAsync(() => RepeatAsync(movements > 0, Matcher.LookAtMovementsAsync));
        foreach (var file in files)
        {
            await TryAsync(async () =>
            {
                await RepeatAsync(true, (unit, today) => Matcher.LookAtLinesAsync(unit, file, today));
                await database.WriteAsync(async unit => await Matcher.FinishAsync(unit, file, await BusinessDates.CurrentAsync(unit)), cancel);
            });
        }

        await TryAsync(() => RepeatAsync(unanswered > 0, Matcher.LookAtUnansweredAsync));
        if (failures.Count > 0)
        {
            ExceptionDispatchInfo.Throw(failures[0]);
        }

        // What fails holds up nothing else, and is told when all has been looked at.
        async Task TryAsync(Func<Task> look)
        {
            try
            {
                await look();
            }
            catch (Exception cause) when (cause is not OperationCanceledException and not DatabaseUnavailableException)
            {
                failures.Add(cause);
            }
        }

        async Task RepeatAsync(bool isDue, Func<UnitOfWork, LocalDate, Task<int>> look)
        {
            while (isDue && await database.WriteAsync(async unit => await look(unit, await BusinessDates.CurrentAsync(unit)), cancel) > 0)
            {
                cancel.ThrowIfCancellationRequested();
            }
        }
    }

    private static async Task<(IReadOnlyList<Guid> Files, long Movements, long Unanswered)> WaitingAsync(DbConnection connection, IClock clock)
    {
        var today = await BusinessDates.CurrentAsync(connection, clock);
        return (
            await StatementFileStore.ToCompareAsync(connection, today, clock.GetCurrentInstant()),
            await connection.QuerySingleAsync<long>(BankMovementStore.CountUnlooked),
            await connection.QuerySingleAsync<long>(StatementLineStore.CountUnanswered, new { today }));
    }
}
