using System.Text;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging.Outside;
using LoanServicing.Platform.Messaging.RabbitMq;
using LoanServicing.TestSupport;
using RabbitMQ.Client;

namespace LoanServicing.Platform.Tests.Broker;

/// <summary>A queue that outside parties publish plain JSON to: what is good is handled, what is not is kept with the reason, and nothing is lost.</summary>
public sealed class OutsideQueueTests
{
    [BrokerFact]
    public async Task A_bad_message_lies_in_the_rejected_queue_as_it_came_with_the_reason_and_the_others_go_on()
    {
        var queue = QueueOf(HearAsync);
        await using var broker = BrokerApplication.Shared;
        await using var app = await StartAsync(broker, queue);

        await broker.TellAsync(queue, """{"text":17}""", new BasicProperties { MessageId = "bad-1", Expiration = "60000" });
        await broker.TellAsync(queue, """{"text":"good"}""");

        await HeardAsync(app, "good");
        var rejected = Assert.Single(await RejectedAsync(broker, queue, 1));
        Assert.Equal(("bad-1", """{"text":17}"""), (rejected.MessageId, Encoding.UTF8.GetString(rejected.Body)));
        Assert.Equal("text.expected: text: A text is expected here.", rejected.Reason);
        await broker.DeleteAsync(queue);
    }

    [BrokerFact]
    public async Task A_message_whose_handler_fails_is_tried_then_rejected_and_taken_when_replayed()
    {
        var (tries, isMended) = (0, false);
        var queue = QueueOf((message, unit) =>
        {
            Interlocked.Increment(ref tries);
            return Volatile.Read(ref isMended) ? HearAsync(message, unit) : throw new InvalidDataException("sick of گواه");
        });
        await using var broker = BrokerApplication.Shared;
        await using var app = await StartAsync(broker, queue);
        await broker.TellAsync(queue, """{"text":"once more"}""");

        var rejected = Assert.Single(await RejectedAsync(broker, queue, 1));
        Assert.StartsWith("message.not-handled: Handling failed with InvalidDataException", rejected.Reason, StringComparison.Ordinal);
        Assert.Equal(BrokerApplication.Attempts, Volatile.Read(ref tries));

        Volatile.Write(ref isMended, true);
        Assert.True(await broker.Rejected(queue).ReplayAsync(rejected.Id, CancellationToken.None));
        await HeardAsync(app, "once more");
        await broker.DeleteAsync(queue);
    }

    [BrokerFact]
    public async Task A_database_that_cannot_be_written_is_waited_for_and_nothing_is_rejected()
    {
        var (tries, isFull) = (0, true);
        var queue = QueueOf((message, unit) =>
        {
            Interlocked.Increment(ref tries);
            return Volatile.Read(ref isFull) ? throw new DatabaseUnavailableException("beta", new IOException("disk full")) : HearAsync(message, unit);
        });
        await using var broker = BrokerApplication.Shared;
        await using var app = await StartAsync(broker, queue);
        await broker.TellAsync(queue, """{"text":"patient"}""");

        await Eventually.TrueAsync(() => Volatile.Read(ref tries) > 2 * BrokerApplication.Attempts, "it was tried more often than a failing handler is");
        Assert.Empty(await RejectedAsync(broker, queue, 0));
        Volatile.Write(ref isFull, false);

        await HeardAsync(app, "patient");
        await broker.DeleteAsync(queue);
    }

    [BrokerFact]
    public async Task A_message_that_was_handled_when_the_connection_was_lost_comes_again_and_later_ones_are_taken()
    {
        using var proxy = new TcpProxy(new Uri(Environment.GetEnvironmentVariable(BrokerFactAttribute.Variable)!));
        var deliveries = 0;
        var queue = QueueOf((message, unit) =>
        {
            if (Interlocked.Increment(ref deliveries) == 1)
            {
                proxy.Cut(); // between the commit that follows and the answer to the broker
            }

            return HearOnceAsync(message, unit);
        });
        await using var broker = new BrokerApplication(new Uri(Environment.GetEnvironmentVariable(BrokerFactAttribute.Variable)!)) { Through = proxy.Address };
        await using var app = await StartAsync(broker, queue);

        await broker.TellAsync(queue, """{"text":"first"}""");
        await Eventually.TrueAsync(() => Volatile.Read(ref deliveries) > 1, "the first comes again");
        await broker.TellAsync(queue, """{"text":"second"}""");

        await HeardAsync(app, "first", "second");
        Assert.Empty(await RejectedAsync(broker, queue, 0));
        await broker.DeleteAsync(queue);
    }

    private static OutsideQueue QueueOf(Func<RequestBody, UnitOfWork, Task<Rejection?>> handler) =>
        new("notes.told", typeof(ToldNote), (message, unit, _) => handler(message, unit));

    private static Task<TestApplication> StartAsync(BrokerApplication broker, OutsideQueue queue) =>
        broker.StartAsync(TestModules.BetaModule() with { OutsideQueues = [queue] });

    private static async Task<Rejection?> HearAsync(RequestBody message, UnitOfWork unit)
    {
        var text = message.RequiredText("text");
        await unit.ExecuteAsync(
            "insert into heard (message_id, key, sequence, what) values (@id, @id, 1, @text)", new { id = Guid.CreateVersion7(), text });
        return null;
    }

    private static async Task<Rejection?> HearOnceAsync(RequestBody message, UnitOfWork unit) =>
        await unit.QuerySingleAsync<long>("select count(*) from heard where what = @text", new { text = message.RequiredText("text") }) > 0
            ? null
            : await HearAsync(message, unit);

    private static async Task HeardAsync(TestApplication app, params string[] texts) => Assert.Equal(texts, await Eventually.ValueAsync(
        async () => (await app.Database(TestModules.Beta).HeardAsync()).Select(heard => heard.What).ToList(), heard => heard.Count >= texts.Length, "beta hears"));

    private static Task<List<DeadMessage>> RejectedAsync(BrokerApplication broker, OutsideQueue queue, int count) => Eventually.ValueAsync(
        async () =>
        {
            var rejected = new List<DeadMessage>();
            await foreach (var message in broker.Rejected(queue).ReadAsync(CancellationToken.None))
            {
                rejected.Add(message);
            }

            return rejected;
        },
        list => list.Count == count,
        $"{count} messages are rejected");

    private sealed record ToldNote(string Text);
}
