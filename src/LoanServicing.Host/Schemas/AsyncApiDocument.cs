using System.Text.Json.Nodes;
using LoanServicing.Contracts.Outside;

namespace LoanServicing.Host.Schemas;

/// <summary>The AsyncAPI 3.0 document of what outside parties meet on the broker.</summary>
internal static class AsyncApiDocument
{
    public const string Path = "asyncapi/v1.json";

    private const string PaymentMessage = "bankPaymentReceived";
    private const string LoanExchange = "loanservicing.loan-facts.v1";

    public static JsonObject Create()
    {
        var document = new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = new JsonObject
            {
                ["title"] = "LoanServicing",
                ["version"] = "1.0.0",
                ["description"] = "What outside parties publish to LoanServicing and hear from it over AMQP 0-9-1, as plain JSON without an envelope. "
                    + "Money is whole rials. Where Transport:Prefix is set, the names of queues and exchanges begin with it.",
            },
            ["defaultContentType"] = "application/json",
            ["servers"] = new JsonObject { ["broker"] = Server() },
        };
        var (channels, operations, messages) = (new JsonObject(), new JsonObject(), new JsonObject());
        AddPayments(channels, operations, messages);
        foreach (var kind in LoanMessageKind.All)
        {
            AddLoanMessage(kind, channels, operations, messages);
        }

        document["channels"] = channels;
        document["operations"] = operations;
        document["components"] = new JsonObject { ["messages"] = messages };
        return document;
    }

    private static JsonObject Server() => new()
    {
        ["host"] = "{host}:{port}",
        ["pathname"] = "/{virtualHost}",
        ["protocol"] = "amqp",
        ["protocolVersion"] = "0-9-1",
        ["variables"] = new JsonObject
        {
            ["host"] = new JsonObject { ["default"] = "localhost" },
            ["port"] = new JsonObject { ["default"] = "5672", ["description"] = "5671 with TLS." },
            ["virtualHost"] = new JsonObject { ["default"] = "", ["description"] = "As Transport:VirtualHost says; empty for /." },
        },
    };

    private static void AddPayments(JsonObject channels, JsonObject operations, JsonObject messages)
    {
        const string Rejected = "bankPaymentRejected";
        messages[PaymentMessage] = Message($"{BankPaymentReceived.Queue}.v1");
        channels[PaymentMessage] = Channel(BankPaymentReceived.Queue, PaymentMessage, QueueBinding(BankPaymentReceived.Queue),
            "Publish here, to the exchange of this name or by this routing key to the default exchange, persistent and with publisher confirms. One channel and bank reference is one receipt, however often it comes.");
        operations["takeBankPayment"] = Operation("receive", PaymentMessage, PaymentMessage);

        var rejectedQueue = BankPaymentReceived.Queue + ".rejected";
        channels[Rejected] = Channel(rejectedQueue, Rejected, QueueBinding(rejectedQueue),
            "Messages that cannot be taken, as they came, until an operator replays or discards them; the reason is in their headers.");
        messages[Rejected] = new JsonObject
        {
            ["name"] = Rejected,
            ["contentType"] = "application/json",
            ["headers"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["x-dead-letter-code"] = new JsonObject { ["type"] = "string", ["description"] = "A stable code of the first mistake." },
                    ["x-dead-letter-reason"] = new JsonObject { ["type"] = "string", ["description"] = "The code and all mistakes in English." },
                },
            },
        };
        operations["rejectBankPayment"] = Operation("send", Rejected, Rejected);
    }

    private static void AddLoanMessage(LoanMessageKind kind, JsonObject channels, JsonObject operations, JsonObject messages)
    {
        var id = string.Concat(kind.Name.Split('.', '-').Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
        messages[id] = Message(kind.VersionedName);
        var binding = new JsonObject
        {
            ["is"] = "routingKey",
            ["exchange"] = new JsonObject { ["name"] = LoanExchange, ["type"] = "topic", ["durable"] = true, ["autoDelete"] = false },
            ["bindingVersion"] = "0.3.0",
        };
        channels[id] = Channel(kind.Name, id, binding,
            "Bind a queue of your own to the exchange by this key, or by loan.# for all. Messages of one loan come in order; one may come twice, with the same messageId.");
        operations["tell" + char.ToUpperInvariant(id[0]) + id[1..]] = Operation("send", id, id);
    }

    private static JsonObject Message(string name) => new()
    {
        ["name"] = name,
        ["contentType"] = "application/json",
        ["payload"] = new JsonObject
        {
            ["schemaFormat"] = "application/schema+json;version=draft-2020-12",
            ["schema"] = new JsonObject { ["$ref"] = $"../{SchemaFiles.MessageFolder}/{name}.json" },
        },
    };

    private static JsonObject Channel(string address, string message, JsonObject binding, string description) => new()
    {
        ["address"] = address,
        ["description"] = description,
        ["messages"] = new JsonObject { [message] = Reference($"#/components/messages/{message}") },
        ["bindings"] = new JsonObject { ["amqp"] = binding },
    };

    private static JsonObject QueueBinding(string name) => new()
    {
        ["is"] = "queue",
        ["queue"] = new JsonObject { ["name"] = name, ["durable"] = true, ["exclusive"] = false, ["autoDelete"] = false },
        ["bindingVersion"] = "0.3.0",
    };

    private static JsonObject Operation(string action, string channel, string message) => new()
    {
        ["action"] = action,
        ["channel"] = Reference($"#/channels/{channel}"),
        ["messages"] = new JsonArray(Reference($"#/channels/{channel}/messages/{message}")),
    };

    private static JsonObject Reference(string target) => new() { ["$ref"] = target };
}
