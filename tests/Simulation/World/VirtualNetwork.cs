using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using NodaTime;

namespace LoanServicing.Simulation.World;

/// <summary>A message that a queue holds for a subscriber.</summary>
/// <param name="ReadyAt">It is not delivered before.</param>
internal sealed record QueuedMessage(long Number, IFact Fact, string Subscriber, Instant ReadyAt)
{
    /// <summary>How often the handler has failed on it.</summary>
    public int Failures { get; init; }
}

/// <summary>
/// A broker: it confirms what its queues hold, keeps it until it is acknowledged, and delivers it in any order, late, and more than once.
/// </summary>
internal sealed class VirtualNetwork(SimulatedWorld world)
{
    private readonly List<QueuedMessage> _queued = [];
    private long _number;

    public IReadOnlyList<QueuedMessage> Queued => _queued;

    /// <summary>Steps for which the broker takes and gives nothing.</summary>
    public int AwayFor { get; set; }

    public void Put(IFact fact, string subscriber)
    {
        // What travels is the text of the message, not the object.
        var copy = FactJson.Read(fact.GetType().Name, FactJson.Write(fact));
        var now = world.Clock.GetCurrentInstant();
        _queued.Add(new QueuedMessage(++_number, copy, subscriber, now + DrawDelay()));
        if (world.Hits(faults => faults.Duplicate, "duplicate"))
        {
            _queued.Add(new QueuedMessage(++_number, copy, subscriber, now + DrawDelay()));
        }
    }

    /// <summary>What can be delivered now.</summary>
    public IReadOnlyList<QueuedMessage> Deliverable() => AwayFor > 0
        ? []
        : [.. _queued.Where(message => message.ReadyAt <= world.Clock.GetCurrentInstant() && world.Running(message.Subscriber) is not null)];

    /// <summary>Delivers one message, and takes it off the queue when it is acknowledged.</summary>
    /// <returns>What became of it.</returns>
    public async Task<string> DeliverAsync(QueuedMessage message)
    {
        var service = world.Running(message.Subscriber)!;
        try
        {
            await world.Plan.Receive(service, message.Fact);
        }
        catch (DatabaseUnavailableException)
        {
            return "stays";
        }
        catch (Exception cause) when (cause is not ProcessCrashedException)
        {
            return await FailedAsync(service, message, cause);
        }

        if (world.Hits(faults => faults.AcknowledgementLost, "acknowledgement lost"))
        {
            return "done, not acknowledged";
        }

        _queued.Remove(message);
        return "done";
    }

    /// <summary>As the product's consumer decides: a refused fact, or one that failed too often, is parked in the subscriber's database.</summary>
    private async Task<string> FailedAsync(ServiceInstance service, QueuedMessage message, Exception cause)
    {
        var failures = message.Failures + 1;
        if (cause is not FactRefusedException && failures < world.Plan.Dispatching.AttemptsBeforeParking)
        {
            _queued[_queued.IndexOf(message)] = message with { Failures = failures };
            return $"failed: {cause.Message}";
        }

        try
        {
            await service.Receiver.ParkAsync(message.Fact, failures, cause.Message, CancellationToken.None);
        }
        catch (DatabaseUnavailableException)
        {
            return "stays, to be parked";
        }

        _queued.Remove(message);
        return $"parked: {cause.Message}";
    }

    private Duration DrawDelay()
    {
        if (!world.Hits(faults => faults.Delay, "delay"))
        {
            return Duration.Zero;
        }

        return world.Chance.Hits(900) ? Duration.FromSeconds(world.Chance.Between(1, 600)) : Duration.FromHours(world.Chance.Between(1, 72));
    }
}
