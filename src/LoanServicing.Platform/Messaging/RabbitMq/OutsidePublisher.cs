using System.Text.Json;
using LoanServicing.Contracts;
using LoanServicing.Contracts.Outside;
using RabbitMQ.Client;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>
/// Publishes the messages about loans to the topic exchange, as plain JSON, and waits until the broker has confirmed each. Nobody need listen: the
/// broker then drops them. Opens its connection when it is first needed, and again after a loss.
/// </summary>
internal sealed class OutsidePublisher(BrokerSettings settings) : IAsyncDisposable
{
    /// <summary>The subscriber's name in delivery rows.</summary>
    public const string Subscriber = "outside";

    private readonly string _exchange = new BrokerNames(settings.Prefix).LoanFacts;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private IConnection? _connection;
    private IChannel? _channel;

    public static bool Tells(Type factType) => LoanMessageKind.OfFact(factType) is not null;

    public async Task PublishAsync(IFact fact, CancellationToken cancel)
    {
        var kind = LoanMessageKind.OfFact(fact.GetType()) ?? throw new InvalidOperationException($"{fact.GetType().Name} is not told to outside parties.");
        var properties = new BasicProperties
        {
            MessageId = fact.Header.MessageId.ToString("D"),
            Type = kind.VersionedName,
            ContentType = "application/json",
            ContentEncoding = "utf-8",
            Timestamp = new AmqpTimestamp(fact.Header.OccurredAt.ToUnixTimeSeconds()),
            Persistent = true,
        };
        var body = Write(kind, fact);
        var channel = await OpenChannelAsync(cancel);
        await channel.BasicPublishAsync(_exchange, kind.Name, mandatory: false, properties, body, cancel);
    }

    /// <exception cref="DeliveryFailedException">The fact cannot be told: after some tries it is parked, and holds back its own loan alone.</exception>
    private static byte[] Write(LoanMessageKind kind, IFact fact)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(kind.Tell(fact), kind.Message, FactJson.Options);
        }
        catch (Exception cause)
        {
            throw new DeliveryFailedException($"{fact.GetType().Name} cannot be told as {kind.Name}.", cause);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _gate.Dispose();
    }

    private async Task<IChannel> OpenChannelAsync(CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            if (_channel is { IsOpen: true } open)
            {
                return open;
            }

            await CloseAsync();
            _connection = await BrokerConnection.OpenAsync(settings, "LoanServicing loan facts", cancel);
            _channel = await _connection.CreateChannelAsync(new CreateChannelOptions(true, true), cancel);
            await _channel.ExchangeDeclareAsync(_exchange, ExchangeType.Topic, durable: true, autoDelete: false, cancellationToken: cancel);
            return _channel;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task CloseAsync()
    {
        var (channel, connection) = (_channel, _connection);
        (_channel, _connection) = (null, null);
        if (channel is not null)
        {
            await channel.DisposeAsync();
        }

        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }
}
