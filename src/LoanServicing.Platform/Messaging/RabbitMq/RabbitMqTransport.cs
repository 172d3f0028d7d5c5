using LoanServicing.Contracts;
using MassTransit;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>
/// Sends facts over RabbitMQ, to each subscriber's queue apart. A delivery is done when the broker has confirmed it; <c>Mandatory</c> makes a
/// fact that no queue takes an error, so that the facts for a service that has never been started wait in the outbox.
/// </summary>
/// <param name="known">What every service of the product listens to, whether or not this process hosts it.</param>
internal sealed class RabbitMqTransport(IReadOnlyCollection<HandlerMap> known, BrokerNames names, Func<IBus> bus) : ITransport
{
    public IReadOnlyCollection<string> SubscribersOf(Type factType) => HandlerMap.SubscribersOf(known, factType);

    public async Task DeliverAsync(IFact fact, string subscriber, CancellationToken cancel)
    {
        try
        {
            // The exchange in front of the queue: by its own name the queue would be declared here, with other arguments than its owner's.
            var endpoint = await bus().GetSendEndpoint(new Uri($"exchange:{names.Queue(subscriber)}"));
            await endpoint.Send(fact, fact.GetType(), Pipe.Execute<SendContext>(context => Address(context, fact)), cancel);
        }
        catch (MessageReturnedException nobody)
        {
            throw new NoQueueException($"{subscriber} has never been started on this broker, so no queue takes {fact.GetType().Name}.", nobody);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            throw new TransportUnavailableException($"RabbitMQ did not take {fact.GetType().Name}: {cause.Message}", cause);
        }
    }

    private static void Address(SendContext context, IFact fact)
    {
        context.MessageId = fact.Header.MessageId;
        if (context.TryGetPayload(out RabbitMqSendContext? rabbit))
        {
            rabbit.Mandatory = true;
        }
    }
}
