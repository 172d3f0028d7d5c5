using System.Text;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging.RabbitMq;
using LoanServicing.TestSupport;
using static LoanServicing.Platform.Tests.Broker.BrokerSteps;

namespace LoanServicing.Platform.Tests.Broker;

/// <summary>Messages that no retry will move lie in their service's dead queue, with the reason, until a person decides.</summary>
public sealed class RabbitMqDeadLetterTests
{
    private const string OtherType =
        """{"messageId":"0198f0c0-0000-7000-8000-000000000001","messageType":["urn:message:Elsewhere:SomethingElse"],"message":{}}""";

    [BrokerTheory]
    [InlineData("{ this is no message", "unreadable: JsonException at $")]
    [InlineData(OtherType, "beta listens to no message of this type")]
    public async Task A_message_that_beta_cannot_use_is_dead_with_the_reason_and_stays_through_a_look(string body, string reason)
    {
        await using var broker = BrokerApplication.Shared;
        await using var app = await broker.StartAsync(TestModules.BetaModule());
        await broker.SendAsync(TestModules.Beta, Encoding.UTF8.GetBytes(body), "message-1");

        var first = await DeadAsync(broker, 1);
        var second = await DeadAsync(broker, 1);

        var message = Assert.Single(first);
        Assert.Equal(("message-1", reason, body), (message.MessageId, message.Reason, Encoding.UTF8.GetString(message.Body)));
        Assert.Equal(message.Id, Assert.Single(second).Id);
    }

    [BrokerFact]
    public async Task One_dead_message_is_discarded_and_the_others_stay()
    {
        await using var broker = BrokerApplication.Shared;
        await using var app = await broker.StartAsync(TestModules.BetaModule());
        foreach (var number in Enumerable.Range(1, 3))
        {
            await broker.SendAsync(TestModules.Beta, Encoding.UTF8.GetBytes($"not {number}"), $"message-{number}");
        }

        var dead = await DeadAsync(broker, 3);
        var second = dead.Single(message => message.MessageId == "message-2");

        Assert.True(await broker.DeadLetters(TestModules.Beta).DiscardAsync(second.Id, CancellationToken.None));
        Assert.False(await broker.DeadLetters(TestModules.Beta).DiscardAsync(second.Id, CancellationToken.None));

        Assert.Equal(["message-1", "message-3"], (await DeadAsync(broker, 2)).Select(message => message.MessageId).Order(StringComparer.Ordinal));
    }

    [BrokerFact]
    public async Task A_fact_that_comes_back_without_an_answer_is_given_up_by_its_queue_and_handled_once_when_replayed()
    {
        await using var broker = BrokerApplication.Shared;
        using var folder = new TestFolder();
        await using (await broker.StartAsync(TestModules.BetaModule(), services: TestModules.Beta, folder.Path))
        {
            await Eventually.TrueAsync(() => broker.IsHeardAsync(TestModules.Beta), "beta listens to its queue");
        }

        await using (var alpha = await broker.StartAsync(TestModules.BetaModule(), services: TestModules.Alpha))
        {
            await PublishAsync(alpha.Database(TestModules.Alpha), Guid.CreateVersion7(), 1);
            await OutboxIsEmptyAsync(alpha);
        }

        await Eventually.TrueAsync(
            async () =>
            {
                // The queue may look empty while what was returned is on its way back into it: only the dead queue tells that it has been given up.
                await broker.ReturnOneAsync(TestModules.Beta, TestModules.IsTold);
                return (await ReadAsync(broker)).Count > 0;
            },
            "the queue has given the fact up");
        var dead = Assert.Single(await DeadAsync(broker, 1));
        Assert.Equal("the broker gave it up: delivery_limit", dead.Reason);

        Assert.True(await broker.DeadLetters(TestModules.Beta).ReplayAsync(dead.Id, CancellationToken.None));

        await using var beta = await broker.StartAsync(TestModules.BetaModule(), services: TestModules.Beta, folder.Path);
        Assert.Equal(["1"], await HeardAsync(beta, 1));
        Assert.Empty(await ReadAsync(broker));
    }

    [BrokerFact]
    public async Task A_queue_that_is_there_with_other_arguments_stops_the_start_and_is_named()
    {
        await using var broker = BrokerApplication.Shared;
        await broker.DeclareAsync(TestModules.Beta, new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-queue-type"] = "classic" });

        var refusal = await Assert.ThrowsAsync<StartupException>(() => broker.StartAsync(TestModules.BetaModule()));

        Assert.Contains("loanservicing.beta.v2 (PRECONDITION_FAILED", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("or set Transport:Prefix to names of this version's own.", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<List<DeadMessage>> DeadAsync(BrokerApplication broker, int count) =>
        Eventually.ValueAsync(() => ReadAsync(broker), list => list.Count == count, $"{count} messages are dead");

    private static async Task<List<DeadMessage>> ReadAsync(BrokerApplication broker)
    {
        var dead = new List<DeadMessage>();
        await foreach (var message in broker.DeadLetters(TestModules.Beta).ReadAsync(CancellationToken.None))
        {
            dead.Add(message);
        }

        return dead;
    }
}
