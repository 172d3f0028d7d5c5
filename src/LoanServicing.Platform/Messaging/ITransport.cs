using LoanServicing.Contracts;

namespace LoanServicing.Platform.Messaging;

/// <summary>How a fact travels. The seam behind which MassTransit lies.</summary>
public interface ITransport
{
    /// <summary>Who gets a delivery row for a fact of this type: each service that listens to it, wherever it runs.</summary>
    IReadOnlyCollection<string> SubscribersOf(Type factType);

    /// <summary>Completes when the subscriber has committed the fact, or when the broker has confirmed that the subscriber's queue holds it.</summary>
    /// <exception cref="TransportUnavailableException">Nothing can be delivered now; it is not the fact's fault.</exception>
    /// <exception cref="NoQueueException">The broker works, and nobody takes this fact.</exception>
    /// <exception cref="DeliveryFailedException">The subscriber's handler failed on this fact.</exception>
    Task DeliverAsync(IFact fact, string subscriber, CancellationToken cancel);
}

/// <summary>The broker is away, slow or full, or the subscriber's database is. Tried again for ever, never counted as an attempt.</summary>
public sealed class TransportUnavailableException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>The handler threw. Counted; the delivery is parked after the last attempt.</summary>
public sealed class DeliveryFailedException(string message, Exception cause) : Exception(message, cause);

/// <summary>No queue takes the fact, because a subscriber has never been started. Kept and tried again for ever, holding back only its own key.</summary>
public sealed class NoQueueException(string message, Exception? cause = null) : Exception(message, cause);
