using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LoanServicing.EndToEnd.Harness;
using LoanServicing.TestSupport;

namespace LoanServicing.EndToEnd;

/// <summary>The bank pays and listens with an AMQP client that is not ours: plain JSON both ways, on a real broker, with a host that is killed between.</summary>
public sealed class OutsideMessagesTests
{
    private const int Found = 1;

    /// <summary>Its check digits are right, and no loan has it.</summary>
    private const string UnknownDepositId = "900000145";

    [ForeignClientFact]
    public async Task ABank_PaysAndListensInPlainAmqp_AndNothingIsLostOrThereTwice()
    {
        using var folder = new HostFolder();
        await using var broker = new Broker();
        string[] serve = ["serve", .. broker.Arguments];
        ForeignClient.Listener? listener = null;
        JsonNode loan;
        await using (var host = HostProcess.Start(folder, serve))
        {
            await host.ReadyAsync();
            listener = ForeignClient.Listen(broker, broker.LoanFacts, "loan.#");
            loan = await OpenALoanAsync(folder, broker, host);
            await PayAsync(broker, loan, "EE-1", 1_000_000);
            await PayAsync(broker, loan, "ee-1", 1_000_000);
            await PayAsync(broker, loan, "EE-1", 1_000_001);
            await ForeignClient.PublishAsync(broker, broker.Payments, """{"amountRials":"much"}""");
            await ForeignClient.PublishAsync(broker, broker.Payments, Payment("EE-2", 777_000, UnknownDepositId, loan));
            await SuspenseIsAsync(host, 777_000);
            await ReceiptsAreAsync(host, loan, ["EE-1"]);
            await host.KillAsync();
        }

        // Told again while nobody is there to hear it, as a broker does that has got no answer.
        await PayAsync(broker, loan, "EE-1", 1_000_000);
        await ForeignClient.PublishAsync(broker, broker.Payments, Payment("EE-2", 777_000, UnknownDepositId, loan));
        await PayAsync(broker, loan, "EE-3", (long)loan["principalRials"]! * 2);
        await using (var listening = listener)
        await using (var host = HostProcess.Start(folder, serve))
        {
            await host.ReadyAsync();
            await ReceiptsAreAsync(host, loan, ["EE-1", "EE-3"]);
            await SuspenseIsAsync(host, 777_000);
            await HeardAsync(listening, loan, "principalRials", "amountRials", "feePaidRials");
            await Eventually.TrueAsync(async () => (await VerifyAsync(folder)).ExitCode == 0, "verify is clean");
            await host.TerminateAsync();
        }

        await RejectedAsync(folder, broker);
        var (exitCode, output) = await VerifyAsync(folder);
        Assert.True(exitCode == 0, output);
        await DamagedSuspenseIsNamedAsync(folder);
    }

    /// <summary>A loan that was paid out in a simulation, which is cut then.</summary>
    private static async Task<JsonNode> OpenALoanAsync(HostFolder folder, Broker broker, HostProcess host)
    {
        using var officer = await host.ClientAsync("officer-1", "officer");
        await using var simulation = new SimulationRun(folder, broker, SampleApplications.First(6), 1) { Joined = await host.AddressAsync() }.Start();
        var loans = await Eventually.ValueAsync(
            async () => (await officer.GetFromJsonAsync<JsonNode>("loans"))!["items"]!.AsArray(), items => items.Count > 0, "a loan is open");
        return (await officer.GetFromJsonAsync<JsonNode>($"loans/{loans[0]!["loanId"]}"))!;
    }

    private static Task PayAsync(Broker broker, JsonNode loan, string reference, long rials) =>
        ForeignClient.PublishAsync(broker, broker.Payments, Payment(reference, rials, (string)loan["depositId"]!, loan));

    private static string Payment(string reference, long rials, string depositId, JsonNode loan) => new JsonObject
    {
        ["amountRials"] = rials,
        ["bankReference"] = reference,
        ["valueDate"] = (string)loan["paidOutOn"]!,
        ["channel"] = "paya-test",
        ["depositId"] = depositId,
    }.ToJsonString();

    private static async Task ReceiptsAreAsync(HostProcess host, JsonNode loan, string[] references)
    {
        using var officer = await host.ClientAsync("officer-1", "officer");
        await host.UntilAsync(
            async () => (await officer.GetFromJsonAsync<JsonNode>($"loans/{loan["loanId"]}/receipts"))!["items"]!.AsArray()
                .Where(receipt => (string?)receipt!["channel"] == "paya-test").Select(receipt => (string)receipt!["bankReference"]!)
                .Order(StringComparer.Ordinal).SequenceEqual(references),
            $"the receipts are {string.Join(", ", references)}");
    }

    private static async Task SuspenseIsAsync(HostProcess host, long rials)
    {
        using var finance = await host.ClientAsync("finance-1", "finance");
        await host.UntilAsync(async () => (long)(await finance.GetFromJsonAsync<JsonNode>("funding/position"))!["suspenseRials"]! == rials, $"{rials} are in suspense");
    }

    /// <summary>The loan's messages have come in order, each sequence number once or more, and the last tells that it is settled.</summary>
    private static async Task HeardAsync(ForeignClient.Listener listener, JsonNode loan, string opened, string posted, string settled)
    {
        var messages = await Eventually.ValueAsync(
            () => Task.FromResult(listener.Lines.Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!.AsObject())
                .Where(message => (string?)message["loanId"] == (string?)loan["loanId"]).ToList()),
            heard => heard.Any(message => message.ContainsKey(settled)),
            "the loan is told to be settled");
        Assert.True(messages[0].ContainsKey(opened));
        Assert.Equal(Enumerable.Range(1, messages.Max(message => (int)message["sequence"]!)), messages.Select(message => (int)message["sequence"]!).Distinct());
        Assert.Equal(
            (1_000_000, "paya-test", (string?)loan["paidOutOn"]),
            messages.Where(message => (string?)message["bankReference"] == "EE-1").Select(message => ((int)message[posted]!, (string?)message["channel"], (string?)message["valueDate"])).First());
    }

    /// <summary>Both that could not be taken lie in the rejected queue with the reason; one is discarded, and the other stays.</summary>
    private static async Task RejectedAsync(HostFolder folder, Broker broker)
    {
        var (exitCode, listed) = await RunAsync(folder, ["dead-letters", "list", .. broker.Arguments]);
        Assert.True(exitCode == Found, listed);
        Assert.Contains("bank-reference.reused", listed);
        var id = Assert.Single(listed.Split('\n'), line => line.Contains("integer.expected")).Split(':')[0];
        Assert.StartsWith("bank/q", id);
        var (_, shown) = await RunAsync(folder, ["dead-letters", "show", id, .. broker.Arguments]);
        Assert.Contains("""{"amountRials":"much"}""", shown);

        var (discarded, said) = await RunAsync(folder, ["dead-letters", "discard", id, "--reason", "sent by a test", .. broker.Arguments]);

        Assert.True(discarded == 0, said);
        Assert.DoesNotContain(id, (await RunAsync(folder, ["dead-letters", "list", .. broker.Arguments])).Output);
        Assert.Equal([$"dead-letter.discarded {id}"], folder.Query("repayment", "select action, subject_id from audit where action like 'dead-letter%'"));
    }

    private static async Task DamagedSuspenseIsNamedAsync(HostFolder folder)
    {
        var row = Assert.Single(folder.Query("repayment", "select message_id from suspense"));
        Assert.Equal(1, folder.Damage("repayment", "update suspense set amount = amount + 1"));

        var (exitCode, output) = await VerifyAsync(folder);

        Assert.True(exitCode == Found, output);
        Assert.Contains($"suspended receipt {Guid.ParseExact(row, "N"):D} differs between repayment and funding", output);
    }

    private static Task<(int ExitCode, string Output)> VerifyAsync(HostFolder folder) => RunAsync(folder, ["verify"]);

    private static async Task<(int ExitCode, string Output)> RunAsync(HostFolder folder, string[] arguments)
    {
        await using var process = HostProcess.Start(folder, arguments);
        return (await process.ExitAsync(), process.ToString());
    }
}
