using System.Collections.Concurrent;

namespace LoanServicing.Platform.Messaging;

/// <summary>What became of one page of deliveries.</summary>
internal sealed class DeliveryOutcome
{
    public ConcurrentQueue<Delivery> Delivered { get; } = [];

    /// <summary>The handler failed: counted.</summary>
    public ConcurrentQueue<(Delivery Delivery, DeliveryFailedException Cause)> Failed { get; } = [];

    /// <summary>Nobody is there to take this one fact: not counted, and the others go on.</summary>
    public ConcurrentQueue<(Delivery Delivery, NoQueueException Cause)> Deferred { get; } = [];

    /// <summary>Subscribers that nothing can be delivered to now, and why.</summary>
    public ConcurrentDictionary<string, Exception> Unavailable { get; } = [];
}
