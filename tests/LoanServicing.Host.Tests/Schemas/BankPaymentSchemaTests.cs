using System.Text;
using System.Text.Json.Nodes;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Messaging.Outside;
using LoanServicing.Repayment;
using LoanServicing.TestSupport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace LoanServicing.Host.Tests.Schemas;

/// <summary>
/// The published schema of <c>bank.payment-received</c> and the reader judge each body alike. A payment of an unknown loan is taken: it goes to suspense.
/// </summary>
public sealed class BankPaymentSchemaTests : IAsyncLifetime
{
    private const string Good = """{"amountRials":1000,"bankReference":"R-1","valueDate":"2026-10-23","channel":"paya","depositId":"100000114"}""";

    private readonly JsonObject _schema = JsonNode.Parse(
        File.ReadAllText(Path.Combine(SchemaFilesTests.Find("schemas"), "messages", "bank.payment-received.v1.json")))!.AsObject();

    private readonly ServiceBench _bench = new(RepaymentService.Module, new ServiceCollection().BuildServiceProvider());

    public Task InitializeAsync() => _bench.SetBusinessDateAsync(new LocalDate(2027, 1, 1));

    public Task DisposeAsync()
    {
        _bench.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A body that is good as it is.</summary>
    public static TheoryData<string> GoodBodies =>
    [
        Good,
        With("depositId", null, ("loanId", "\"0198F0C0-0000-7000-8000-00000000000a\"")),
        With("amountRials", "1"),
        With("amountRials", "9007199254740992"),
        With("bankReference", "\"a b-۱٢3/x\""),
        With("bankReference", $"\"{new string('x', 64)}\""),
        With("channel", "\"SATNA\""),
        With("depositId", "\"1000 001-14\""),
        With("depositId", "\"۱۰۰۰۰۰۱۱۴\""),
        With("depositId", "\"100000115\""),
        With("valueDate", "\"2024-02-29\""),
    ];

    /// <summary>A body that must not be taken, and the code that says why.</summary>
    public static TheoryData<string, string> BadBodies => new()
    {
        { "[]", "body.not-an-object" },
        { "{}", "field.required" },
        { With("amountRials", null), "field.required" },
        { With("amountRials", "0"), "amount.out-of-range" },
        { With("amountRials", "-1"), "amount.out-of-range" },
        { With("amountRials", "9007199254740993"), "amount.out-of-range" },
        { With("amountRials", "1.5"), "integer.expected" },
        { With("amountRials", "\"1000\""), "integer.expected" },
        { With("amountRials", "null"), "field.null" },
        { With("bankReference", null), "field.required" },
        { With("bankReference", "\"\""), "text.malformed" },
        { With("bankReference", "\" R-1\""), "text.malformed" },
        { With("bankReference", "\"R-1\\n\""), "text.malformed" },
        { With("bankReference", "\"R\\u200e1\""), "text.malformed" },
        { With("bankReference", $"\"{new string('x', 65)}\""), "text.malformed" },
        { With("bankReference", "17"), "text.expected" },
        { With("valueDate", "\"2026-02-30\""), "date.invalid" },
        { With("valueDate", "\"1405-08-01\""), "text.malformed" },
        { With("valueDate", "\"2026-10-23T00:00:00\""), "text.malformed" },
        { With("valueDate", "20261023"), "text.expected" },
        { With("channel", "\"a/b\""), "text.malformed" },
        { With("channel", null), "field.required" },
        { With("depositId", null), "field.exactly-one-of" },
        { With("depositId", "\"12\""), "text.malformed" },
        { With("depositId", "\"12345x\""), "text.malformed" },
        { With("depositId", "100000114"), "text.expected" },
        { With("depositId", "\"100000114\"", ("loanId", "\"0198f0c0-0000-7000-8000-00000000000a\"")), "field.exactly-one-of" },
        { With("depositId", null, ("loanId", "\"0198f0c0000070008000000000000001\"")), "text.malformed" },
        { With("payer", "\"x\""), "field.unknown" },
    };

    [Theory]
    [MemberData(nameof(GoodBodies))]
    public async Task A_good_body_is_good_to_both(string body)
    {
        Assert.True(SchemaCheck.Accepts(_schema, JsonNode.Parse(body)), body);
        Assert.Null(await JudgeAsync(body));
        Assert.Equal(1, await _bench.CountAsync("suspense"));
    }

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_bad_body_is_bad_to_both(string body, string code)
    {
        Assert.False(SchemaCheck.Accepts(_schema, JsonNode.Parse(body)), body);
        Assert.Equal(code, (await JudgeAsync(body))?.Code);
        Assert.Equal(0, await _bench.CountAsync("suspense"));
    }

    /// <summary>What JSON Schema cannot say: its integers may be written <c>1.0</c>, and a repeated field is out of its sight.</summary>
    [Theory]
    [InlineData("""{"amountRials":1000.0,"bankReference":"R-1","valueDate":"2026-10-23","channel":"paya","depositId":"100000114"}""", "integer.expected")]
    [InlineData("""{"amountRials":1e3,"bankReference":"R-1","valueDate":"2026-10-23","channel":"paya","depositId":"100000114"}""", "integer.expected")]
    [InlineData("""{"amountRials":1,"amountRials":2,"bankReference":"R-1","valueDate":"2026-10-23","channel":"paya","depositId":"100000114"}""", "field.duplicate")]
    [InlineData("""{"amountRials":1000,""", "body.not-json")]
    [InlineData("", "body.empty")]
    public async Task What_only_the_reader_can_refuse_is_refused(string body, string code) => Assert.Equal(code, (await JudgeAsync(body))?.Code);

    [Fact]
    public async Task A_rejection_names_every_wrong_field_and_quotes_no_value()
    {
        var rejection = await JudgeAsync("""{"amountRials":-77,"bankReference":"گواه\n","valueDate":"yesterday","channel":"paya","depositId":"100000114"}""");

        Assert.All(["amountRials: ", "bankReference: ", "valueDate: "], field => Assert.Contains(field, rejection!.Text, StringComparison.Ordinal));
        Assert.All(["77", "گواه", "yesterday"], value => Assert.DoesNotContain(value, rejection!.Text, StringComparison.Ordinal));
    }

    private async Task<Rejection?> JudgeAsync(string body)
    {
        var configuration = new ConfigurationBuilder().Build();
        var programme = Programmes.Load(configuration);
        var services = new ServiceCollection().AddSingleton(programme).AddSingleton(Holidays.Load(configuration, programme));
        RepaymentService.Module.AddServices(services, configuration);
        await using var provider = services.BuildServiceProvider();
        var judge = new MessageJudge(RepaymentService.Module.OutsideQueues[0], _bench.Database, provider, DispatcherLimits.Default, NullLogger<MessageJudge>.Instance);
        return await judge.TakeAsync(Encoding.UTF8.GetBytes(body), CancellationToken.None);
    }

    /// <summary>The good body with one field set to this JSON, or left out for null, and others added.</summary>
    private static string With(string field, string? json, params (string Field, string Json)[] others)
    {
        var body = JsonNode.Parse(Good)!.AsObject();
        body.Remove(field);
        foreach (var (name, value) in others.Append((field, json!)).Where(one => one.Item2 is not null))
        {
            body[name] = JsonNode.Parse(value);
        }

        return body.ToJsonString();
    }
}
