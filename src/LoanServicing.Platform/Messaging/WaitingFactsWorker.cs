using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace LoanServicing.Platform.Messaging;

/// <summary>Goes on, for one service, where a unit reached the limit of what it may drain, and tells the operator of facts that are stuck.</summary>
public sealed class WaitingFactsWorker(IDatabase database, HandlerMap handlers, IClock clock, ILogger<WaitingFactsWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private HashSet<(long Id, int Attempts)> _told = [];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicWork.RunAsync($"Looking at what waits in {database.Name}", Pause, LookAsync, log, stoppingToken);

    private async Task LookAsync(CancellationToken cancel)
    {
        await WaitingFacts.DrainRestAsync(database, handlers, clock.GetCurrentInstant(), cancel);
        var stuck = await database.ReadAsync(WaitingStore.StuckAsync, cancel);
        foreach (var fact in stuck.Where(fact => !_told.Contains((fact.Id, fact.Attempts))))
        {
            log.LogError(
                "{Type} {MessageId} that waited for {WaitKey} in {Database} is stuck: {Cause}",
                fact.Type, fact.MessageId, fact.WaitKey, database.Name, fact.LastError);
        }

        _told = [.. stuck.Select(fact => (fact.Id, fact.Attempts))];
    }
}
