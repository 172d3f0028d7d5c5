using System.Text.Json.Nodes;
using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.TestSupport;
using NodaTime;
using static LoanServicing.Platform.Tests.Broker.BrokerSteps;

namespace LoanServicing.Platform.Tests.Broker;

/// <summary>What outside parties hear of loans on the topic exchange: plain JSON, in order, and nothing waits for listeners that are not there.</summary>
public sealed class LoanMessagesTests
{
    private static readonly LocalDate Date = new(2026, 7, 27);

    [BrokerFact]
    public async Task A_listener_hears_the_facts_of_a_loan_in_order_as_plain_json()
    {
        await using var broker = BrokerApplication.Shared;
        await using var app = await broker.StartAsync(TestModules.BetaModule());
        var next = await broker.ListenAsync("loan.#");
        var loanId = Guid.CreateVersion7();

        var (messageId, last) = (await PublishAsync(app, loanId, 1, 20), "");
        for (var sequence = 1; sequence <= 20; sequence++)
        {
            var got = await next();
            var body = JsonNode.Parse(got.Body.Span)!;
            Assert.Equal((loanId.ToString(), sequence), ((string?)body["loanId"], (int)body["sequence"]!));
            Assert.Equal(("loan.settled", "loan.settled.v1", "application/json"), (got.RoutingKey, got.BasicProperties.Type, got.BasicProperties.ContentType));
            Assert.Equal((string?)body["messageId"], got.BasicProperties.MessageId);
            Assert.True(got.BasicProperties.Persistent);
            last = got.BasicProperties.MessageId;
        }

        Assert.Equal(messageId.ToString(), last);
    }

    [BrokerFact]
    public async Task Without_a_listener_nothing_waits()
    {
        await using var broker = BrokerApplication.Shared;
        await using var app = await broker.StartAsync(TestModules.BetaModule());

        await PublishAsync(app, Guid.CreateVersion7(), 1, 3);

        await OutboxIsEmptyAsync(app);
    }

    [BrokerFact]
    public async Task After_a_lost_connection_the_facts_go_on()
    {
        using var proxy = new TcpProxy(new Uri(Environment.GetEnvironmentVariable(BrokerFactAttribute.Variable)!));
        await using var broker = new BrokerApplication(new Uri(Environment.GetEnvironmentVariable(BrokerFactAttribute.Variable)!)) { Through = proxy.Address };
        await using var app = await broker.StartAsync(TestModules.BetaModule());
        var next = await broker.ListenAsync("loan.settled");
        var loanId = Guid.CreateVersion7();
        await PublishAsync(app, loanId, 1, 1);
        await next();

        proxy.Cut();
        var last = await PublishAsync(app, loanId, 2, 1);

        Assert.Equal(last.ToString(), (await next()).BasicProperties.MessageId);
        await OutboxIsEmptyAsync(app);
    }

    /// <returns>The id of the last.</returns>
    private static async Task<Guid> PublishAsync(TestApplication app, Guid loanId, int first, int count)
    {
        var last = Guid.Empty;
        for (var sequence = first; sequence < first + count; sequence++)
        {
            var number = sequence;
            last = await app.Database(TestModules.Alpha).WriteAsync(unit =>
            {
                var header = unit.Header(Streams.Loan, loanId, number, Date);
                unit.Publish(new LoanSettled(header, loanId, loanId, "health", "Kerman", new FunderShares(new Rials(1), new Rials(2)), Rials.Zero, Date));
                return Task.FromResult(header.MessageId);
            });
        }

        return last;
    }
}
