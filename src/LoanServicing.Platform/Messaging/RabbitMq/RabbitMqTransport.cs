using LoanServicing.Contracts;
using MassTransit;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>
/// Sends facts over RabbitMQ, to each subscriber's queue apart. A delivery is done when the broker has confirmed it; <c>Mandatory</c> makes a
/// fact that no queue takes an error, so that the facts for a service that has never been started wait in the outbox.
/// </summary>
/// <param name="known">What every service of the product listens to, whether or not this process hosts it.</param>
/// <param name="outside">Tells outside parties of loans: one more subscriber, so that order, confirms and another try are the dispatcher's.</param>
internal sealed class RabbitMqTransport(IReadOnlyCollection<HandlerMap> known, BrokerNames names, Func<IBus> bus, OutsidePublisher outside) : ITransport
{
    public IReadOnlyCollection<string> SubscribersOf(Type factType) =>
        [.. HandlerMap.SubscribersOf(known, factType), .. OutsidePublisher.Tells(factType) ? [OutsidePublisher.Subscriber] : Array.Empty<string>()];

    public async Task DeliverAsync(IFact fact, string subscriber, CancellationToken cancel)
    {
        try
        {
            if (subscriber == OutsidePublisher.Subscriber)
            {
                await outside.PublishAsync(fact, cancel);
                return;
            }

            // The exchange in front of the queue: by its own name the queue would be declared here, with other arguments than its owner's.
            var endpoint = await bus().GetSendEndpoint(new Uri($"exchange:{names.Queue(subscriber)}"));
            await endpoint.Send(fact, fact.GetType(), Pipe.Execute<SendContext>(context => Address(context, fact)), cancel);
        }
        catch (MessageReturnedException nobody)
        {
            throw new NoQueueException($"{subscriber} has never been started on this broker, so no queue takes {fact.GetType().Name}.", nobody);
        }
        catch (Exception cause) when (cause is not (OperationCanceledException or DeliveryFailedException))
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
