using MassTransit;
using Microsoft.Extensions.Logging;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>
/// Starts and stops the bus in place of MassTransit's own depot, whose stop does nothing to a bus that still connects (it warns "Not Started"): the bus
/// would come up behind the stop, and take facts that it cannot write any more and that nobody else gets while the process lives.
/// </summary>
internal sealed class OrderlyBus(IBusControl bus, BusWatchLimits limits, ILogger<OrderlyBus> log) : IBusDepot
{
    private Task _start = Task.CompletedTask;

    /// <summary>Done when the bus has connected and takes from its queues. The host does not wait for it.</summary>
    public Task Start(CancellationToken cancellationToken) => _start = bus.StartAsync(cancellationToken);

    /// <summary>Stops the bus once it has connected. One that does not connect in time has taken nothing, and ends with the process.</summary>
    public async Task Stop(CancellationToken cancellationToken)
    {
        if (!_start.IsCompleted)
        {
            log.LogInformation("The bus still connects to RabbitMQ; it is stopped when it has");
            await _start.WaitAsync(limits.Connecting.ToTimeSpan(), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // its outcome is looked at below
        }

        if (_start.IsCompletedSuccessfully)
        {
            await bus.StopAsync(cancellationToken);
        }
        else
        {
            log.LogWarning(_start.Exception, "The bus has not connected to RabbitMQ, so it is not stopped and ends with the process");
        }
    }
}
