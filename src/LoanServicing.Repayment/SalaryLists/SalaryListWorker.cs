using System.Runtime.ExceptionServices;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Repayment.Handlers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LoanServicing.Repayment.SalaryLists;

/// <summary>Posts what is left of the lists: of those that are too long to be posted while their sender waits, and of those that a stop has cut.</summary>
internal sealed class SalaryListWorker(
    [FromKeyedServices(RepaymentService.Name)] IDatabase database, ReceiptRules rules, ILogger<SalaryListWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicWork.RunAsync("Posting salary lists", Pause, cancel => RunAsync(database, rules, cancel), log, stoppingToken);

    /// <summary>
    /// Posts all that is left now. What is waiting is asked for without a unit, so that nothing is written where there is nothing to do. A list that fails holds up
    /// no other, and is told when all have been looked at.
    /// </summary>
    internal static async Task RunAsync(IDatabase database, ReceiptRules rules, CancellationToken cancel)
    {
        List<Exception> failures = [];
        foreach (var list in await database.ReadAsync(SalaryListStore.PostingAsync, cancel))
        {
            try
            {
                while (await database.WriteAsync(unit => PostSalaryRows.NextAsync(unit, list, rules), cancel) > 0)
                {
                    cancel.ThrowIfCancellationRequested();
                }
            }
            catch (Exception cause) when (cause is not OperationCanceledException and not DatabaseUnavailableException)
            {
                failures.Add(cause);
            }
        }

        if (failures.Count > 0)
        {
            ExceptionDispatchInfo.Throw(failures[0]);
        }
    }
}
