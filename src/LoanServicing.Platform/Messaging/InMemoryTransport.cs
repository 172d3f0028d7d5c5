using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using MassTransit;

namespace LoanServicing.Platform.Messaging;

/// <summary>What the transport must know of each service that this process hosts.</summary>
public sealed record Subscription(HandlerMap Handlers, FactReceiver Receiver)
{
    public string Service => Handlers.Service;

    public string Queue => QueueOf(Service);

    /// <summary>A service's queue. The version in its name changes when its arguments must.</summary>
    public static string QueueOf(string service) => $"loanservicing.{service}.v2";
}

/// <summary>
/// Delivers inside one process, through MassTransit's in-memory bus. A delivery is done when the subscriber's transaction has committed.
/// </summary>
internal sealed class InMemoryTransport(IReadOnlyCollection<HandlerMap> handlers, Func<IBus> bus, Acknowledgements acknowledgements) : ITransport
{
    public IReadOnlyCollection<string> SubscribersOf(Type factType) => HandlerMap.SubscribersOf(handlers, factType);

    public Task DeliverAsync(IFact fact, string subscriber, CancellationToken cancel) =>
        SubscribersOf(fact.GetType()).Contains(subscriber)
            ? acknowledgements.ExpectAsync(fact.Header.MessageId, subscriber, () => SendAsync(fact, subscriber).WaitAsync(cancel), cancel)
            : throw new DeliveryFailedException(
                $"{subscriber} does not listen to {fact.GetType().Name}.",
                new InvalidOperationException($"{subscriber} no longer listens to {fact.GetType().Name}."));

    /// <summary>The consuming end: nothing may escape to the bus, because the delivery row decides what happens next.</summary>
    public async Task ReceiveAsync(Subscription subscription, IFact fact, CancellationToken cancel)
    {
        try
        {
            await subscription.Receiver.ReceiveAsync(fact, cancel);
            acknowledgements.Done(fact.Header.MessageId, subscription.Service);
        }
        catch (Exception cause)
        {
            acknowledgements.Failed(fact.Header.MessageId, subscription.Service, Classify(subscription, fact, cause));
        }
    }

    // Without the token: MassTransit would report the end of the process as a fault of the message.
    private async Task SendAsync(IFact fact, string subscriber)
    {
        var endpoint = await bus().GetSendEndpoint(new Uri("queue:" + Subscription.QueueOf(subscriber)));
        await endpoint.Send(fact, fact.GetType());
    }

    private static Exception Classify(Subscription subscription, IFact fact, Exception cause) => cause switch
    {
        DatabaseUnavailableException or OperationCanceledException => new TransportUnavailableException(cause.Message, cause),
        _ => new DeliveryFailedException($"{subscription.Service} failed on {fact.GetType().Name}.", cause),
    };
}
