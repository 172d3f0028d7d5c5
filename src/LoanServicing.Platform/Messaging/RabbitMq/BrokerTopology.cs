using LoanServicing.Platform.Data;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>
/// Our queues and exchanges: declared and checked before the first fact is sent, so that a broker that has them otherwise, or cannot serve them, is
/// told to the operator at the start and not by silence.
/// </summary>
internal static class BrokerTopology
{
    /// <summary>
    /// How often a message may come back without an answer (its process died, or could not read it) before its queue gives it up. A handler that
    /// fails does not count here: it is tried and parked by the process itself (<see cref="QueueConsumer"/>).
    /// </summary>
    private const int DeliveryLimit = 20;

    private const int DeadQueueLimit = 1_000_000_000;

    private const ushort PreconditionFailed = 406;
    private const ushort AccessRefused = 403;

    /// <summary>The arguments of a service's queue; MassTransit declares it with the same.</summary>
    public static IReadOnlyDictionary<string, object?> QueueArguments(BrokerNames names, string service) => ArgumentsOf(names, names.Queue(service));

    private static Dictionary<string, object?> ArgumentsOf(BrokerNames names, string queue) => new(StringComparer.Ordinal)
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = DeliveryLimit,
        ["x-dead-letter-exchange"] = names.DeadExchange,
        ["x-dead-letter-routing-key"] = queue,

        // The queue keeps a dead letter until the dead queue has it. The broker asks for this overflow with it; without a length limit nothing overflows.
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
    };

    /// <summary>Declares what these services need, as often as asked.</summary>
    /// <exception cref="StartupException">The broker is away, refuses us, has one of them with other arguments, or does not answer for it.</exception>
    public static async Task EnsureAsync(BrokerSettings settings, IEnumerable<string> services, CancellationToken cancel)
    {
        var names = new BrokerNames(settings.Prefix);
        await using var connection = await BrokerConnection.OpenAsync(settings, "LoanServicing topology", cancel);
        foreach (var service in services)
        {
            await ExplainAsync(settings, names.Queue(service), async () =>
            {
                await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
                await DeclarePairAsync(channel, names, names.Queue(service), names.DeadQueue(service), cancel);
            });
        }

        await connection.CloseAsync(cancel);
    }

    /// <summary>Declares a queue with the exchange before it, and the queue in which what it gives up lies.</summary>
    public static async Task DeclarePairAsync(IChannel channel, BrokerNames names, string queue, string dead, CancellationToken cancel)
    {
        // A limit on the dead one that no looking reaches: leaving a dead letter where it is must never end it, and RabbitMQ 4 has a limit of 20 where none is named.
        var quorum = new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-queue-type"] = "quorum", ["x-delivery-limit"] = DeadQueueLimit };
        await channel.ExchangeDeclareAsync(names.DeadExchange, ExchangeType.Direct, durable: true, autoDelete: false, cancellationToken: cancel);
        await channel.QueueDeclareAsync(dead, durable: true, exclusive: false, autoDelete: false, quorum, cancellationToken: cancel);
        await channel.QueueBindAsync(dead, names.DeadExchange, queue, cancellationToken: cancel);

        await channel.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancel);
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, ArgumentsOf(names, queue), cancellationToken: cancel);
        await channel.QueueBindAsync(queue, queue, "", cancellationToken: cancel);
    }

    /// <summary>Says what stands behind a refusal or a silence of the broker.</summary>
    public static async Task ExplainAsync(BrokerSettings settings, string queue, Func<Task> declare)
    {
        try
        {
            await declare();
        }
        catch (OperationInterruptedException refusal)
        {
            throw new StartupException($"RabbitMQ at {settings.Address} refuses {queue} ({BrokerConnection.Words(refusal.ShutdownReason)}); {WhatToDo(refusal, settings)}.");
        }
        catch (Exception silence) when (silence is TimeoutException or OperationCanceledException { InnerException: TimeoutException })
        {
            throw new StartupException(
                $"RabbitMQ at {settings.Address} does not answer for {queue}: it may have no leader after a crash; give it one as deploy/rabbitmq/rabbitmq.conf says.");
        }
    }

    private static string WhatToDo(OperationInterruptedException refusal, BrokerSettings settings) => refusal.ShutdownReason?.ReplyCode switch
    {
        PreconditionFailed => "let the version that made it empty it and delete it then, or set Transport:Prefix to names of this version's own",
        AccessRefused => $"let the account '{settings.User}' configure, write and read the names that begin with {settings.Prefix}loanservicing. and {settings.Prefix}bank.",
        BrokerRefusal.NotAllowed => BrokerRefusal.ClosedVirtualHost(settings), // the broker tells it only after the connection is open
        _ => "look into the broker's log, and whether its feature flags quorum_queue and stream_queue are enabled (rabbitmqctl list_feature_flags)",
    };
}
