using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LoanServicing.Funding.Handlers;

/// <summary>Goes on serving the waiting lists where one large deposit made room for more applications than one unit of work serves.</summary>
internal sealed class WaitingListServer(
    [FromKeyedServices(FundingService.Name)] IDatabase database, ILogger<WaitingListServer> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicWork.RunAsync("Serving the waiting lists", Pause, cancel => ServeAllAsync(database, cancel), log, stoppingToken);

    /// <summary>Serves until nobody fits any more.</summary>
    /// <returns>How many were served.</returns>
    internal static async Task<int> ServeAllAsync(IDatabase database, CancellationToken cancel)
    {
        if (!await database.ReadAsync(WaitingLists.HasRoomAsync, cancel))
        {
            return 0;
        }

        var (total, served) = (0, WaitingLists.ServedPerUnit);
        while (served == WaitingLists.ServedPerUnit)
        {
            served = await database.WriteAsync(ServeOnceAsync, cancel);
            total += served;
        }

        return total;
    }

    private static async Task<int> ServeOnceAsync(UnitOfWork unit)
    {
        var pool = await PoolUnit.OpenAsync(unit, await BusinessDates.CurrentAsync(unit));
        var served = await WaitingLists.ServeAsync(unit, pool);
        await pool.SaveAsync();
        return served;
    }
}
