namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>What is ours on the broker. The version in a queue's name changes when its arguments must: no queue can be declared anew.</summary>
/// <param name="Prefix">What every name begins with.</param>
internal sealed record BrokerNames(string Prefix)
{
    /// <summary>Where queues send what they give up; bound to each service's dead queue by the name of the queue it came from.</summary>
    public string DeadExchange => $"{Prefix}loanservicing.dead.v1";

    /// <summary>A service's queue, and the exchange of the same name before it.</summary>
    public string Queue(string service) => Prefix + Subscription.QueueOf(service);

    /// <summary>Where a service's dead letters lie until a person replays or discards them.</summary>
    public string DeadQueue(string service) => Queue(service) + ".dead";
}
