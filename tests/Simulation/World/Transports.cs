using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Simulation.World;

/// <summary>Gives facts to the virtual broker, which confirms them or does not.</summary>
internal sealed class BrokerTransport(SimulatedProcess process, IReadOnlyList<HandlerMap> maps) : ITransport
{
    public IReadOnlyCollection<string> SubscribersOf(Type factType) => HandlerMap.SubscribersOf(maps, factType);

    public Task DeliverAsync(IFact fact, string subscriber, CancellationToken cancel)
    {
        process.RequireAlive();
        process.MayCrash(faults => faults.CrashAtPublish, "before publish");
        var world = process.World;
        if (world.Network.AwayFor > 0 || world.Hits(faults => faults.Drop, "drop"))
        {
            throw new TransportUnavailableException("The broker did not take it.");
        }

        world.Network.Put(fact, subscriber);
        process.MayCrash(faults => faults.CrashAtPublish, "after publish");
        return world.Hits(faults => faults.ConfirmLost, "confirm lost")
            ? throw new TransportUnavailableException("The broker did not confirm it.")
            : Task.CompletedTask;
    }
}

/// <summary>Hands facts to the services of the same process; a delivery is done when the subscriber has committed.</summary>
internal sealed class InProcessTransport(SimulatedProcess process, IReadOnlyList<HandlerMap> maps) : ITransport
{
    public IReadOnlyCollection<string> SubscribersOf(Type factType) => HandlerMap.SubscribersOf(maps, factType);

    public async Task DeliverAsync(IFact fact, string subscriber, CancellationToken cancel)
    {
        process.RequireAlive();
        var world = process.World;
        if (world.Hits(faults => faults.Drop, "drop"))
        {
            throw new TransportUnavailableException("It was not delivered in time.");
        }

        await ReceiveAsync(fact, subscriber);
        if (world.Hits(faults => faults.Duplicate, "duplicate"))
        {
            await ReceiveAsync(fact, subscriber);
        }

        process.MayCrash(faults => faults.CrashAtPublish, "before the delivery row goes");
        if (world.Hits(faults => faults.ConfirmLost, "confirm lost"))
        {
            throw new TransportUnavailableException("Its end was not heard of in time.");
        }
    }

    private async Task ReceiveAsync(IFact fact, string subscriber)
    {
        var copy = FactJson.Read(fact.GetType().Name, FactJson.Write(fact));
        try
        {
            await process.World.Plan.Receive(process.Service(subscriber)!, copy);
        }
        catch (DatabaseUnavailableException away)
        {
            throw new TransportUnavailableException(away.Message, away);
        }
        catch (Exception cause) when (cause is not ProcessCrashedException)
        {
            throw new DeliveryFailedException($"{subscriber} failed on {fact.GetType().Name}.", cause);
        }
    }
}
