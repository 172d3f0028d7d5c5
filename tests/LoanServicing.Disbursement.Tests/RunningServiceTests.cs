using System.Net;
using System.Text.Json;
using LoanServicing.Contracts;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Disbursement.Tests;

/// <summary>The service as it runs: its background work by itself, its lists over HTTP.</summary>
public sealed class RunningServiceTests : IAsyncLifetime
{
    private readonly TestFolder _bank = new();
    private TestApplication? _app;

    private TestApplication App => _app!;

    public async Task InitializeAsync()
    {
        _app = await TestApplication.StartAsync(
            [DisbursementService.Module], new TestApplicationOptions { Settings = new() { ["Bank:Folder"] = _bank.Path } });
        var header = new FactHeader(
            Guid.CreateVersion7(), Streams.BusinessDate, Guid.Empty, 1, Contracts.SignedOn, SystemClock.Instance.GetCurrentInstant());
        await DeliverAsync(new BusinessDateChanged(header, Contracts.SignedOn, ByHand: true));
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        _bank.Dispose();
    }

    [Fact]
    public async Task SignedContract_IsGivenToTheBank_AndItsAnswersAreShown()
    {
        var officer = App.Client("officer-1", Roles.Officer);
        await DeliverAsync(Contracts.Signed());
        var sent = await OrderInAsync(officer, "sent");
        Assert.Single(Directory.GetFiles(Path.Combine(_bank.Path, "outbox"), "*.xml"));
        Assert.Equal((380_000_000, "1405-09-01", "IR74…7890"),
            (sent.GetProperty("amountRials").GetInt64(), sent.GetProperty("orderedOnPersian").GetString(), sent.GetProperty("iban").GetString()));
        var order = new Store.PaymentOrderRow { Number = 1, EndToEndId = sent.GetProperty("endToEndId").GetString()!, Amount = new(380_000_000) };

        File.CreateSymbolicLink(Path.Combine(_bank.Path, "inbox", "a.xml"), "/nowhere/at/all");
        await PutAsync("n1.xml", BankMessages.Notification("N1", BankMessages.Paid(order, amount: "7")));
        var shown = await Eventually.ValueAsync(
            () => ItemsAsync(officer, "payment-orders/problems"), items => items.Count == 1, "the problem is shown");
        await PutAsync("n2.xml", BankMessages.Notification("N2", BankMessages.Paid(order)));
        var paid = await OrderInAsync(officer, "paid");

        Assert.Equal(BankAnswerProblem.AmountDiffers, shown[0].GetProperty("code").GetString());
        var problem = Assert.Single(paid.GetProperty("problems").EnumerateArray());
        Assert.Equal(("amount.differs", "N1", 7),
            (problem.GetProperty("code").GetString(), problem.GetProperty("bankMessageId").GetString(), problem.GetProperty("amountRials").GetInt64()));
        Assert.Equal(("2026-11-22", "1405-09-01", "FT1"),
            (paid.GetProperty("valueDate").GetString(), paid.GetProperty("valueDatePersian").GetString(), paid.GetProperty("bankReference").GetString()));
        Assert.NotEqual(JsonValueKind.Null, paid.GetProperty("loanId").ValueKind);
        // The file is put away after its answers are committed.
        var done = await Eventually.ValueAsync(
            () => Task.FromResult(Directory.GetFiles(Path.Combine(_bank.Path, "done")).Select(Path.GetFileName).Order().ToList()),
            names => names.Count == 2,
            "both files are put away");
        Assert.Equal(["n1.xml", "n2.xml"], done);
    }

    [Fact]
    public async Task List_GoesPageByPage_AndKeepsToTheCallersCounties()
    {
        await DeliverAsync(Contracts.Signed(county: "Rabor"));
        await DeliverAsync(Contracts.Signed(county: "Bam"));
        await DeliverAsync(Contracts.Signed(county: "Rabor"));
        await PutAsync("n1.xml", BankMessages.Notification("N1", BankMessages.Paid(new() { EndToEndId = "LSX", Amount = new(5) })));
        var auditor = App.Client("auditor-1", Roles.Auditor);
        var officer = App.Client("officer-1", [Roles.Officer], ["Bam"]);
        await Eventually.TrueAsync(async () => (await ItemsAsync(auditor, "payment-orders/problems")).Count == 1, "the stray answer is shown");

        var first = await JsonAsync(auditor, "payment-orders?limit=2");
        var second = await JsonAsync(auditor, $"payment-orders?limit=2&cursor={first.GetProperty("nextCursor").GetString()}");

        Assert.Equal(["Rabor", "Bam"], Counties(first));
        Assert.Equal(["Rabor"], Counties(second));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
        Assert.Equal(["Bam"], Counties(await JsonAsync(officer, "payment-orders")));
        Assert.Empty(await ItemsAsync(officer, "payment-orders/problems"));
        Assert.Empty(await ItemsAsync(auditor, "payment-orders?status=refused"));
    }

    [Theory]
    [InlineData("payment-orders?status=settled", Roles.Finance, HttpStatusCode.BadRequest)]
    [InlineData("payment-orders?limit=0", Roles.Finance, HttpStatusCode.BadRequest)]
    [InlineData("payment-orders?limit=abc", Roles.Finance, HttpStatusCode.BadRequest)]
    [InlineData("payment-orders/problems?cursor=x", Roles.Finance, HttpStatusCode.BadRequest)]
    [InlineData("payment-orders", Roles.Applicant, HttpStatusCode.Forbidden)]
    [InlineData("payment-orders/problems", Roles.Cashier, HttpStatusCode.Forbidden)]
    public async Task List_OfWhatMayNotBeAsked_IsRefused(string path, string role, HttpStatusCode expected)
    {
        using var answer = await App.Client("0499370899", role).GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Problem_IsToldInPersian_WhenTheCallerAsksForIt()
    {
        await PutAsync("n1.xml", BankMessages.Notification("N1", BankMessages.Paid(new() { EndToEndId = "LSX", Amount = new(5) })));
        var finance = App.Client("finance-1", Roles.Finance);
        finance.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fa-IR");

        var items = await Eventually.ValueAsync(
            () => ItemsAsync(finance, "payment-orders/problems"), found => found.Count == 1, "the problem is shown");

        Assert.Equal(BankAnswerProblem.Describe(BankAnswerProblem.EndToEndIdUnknown).Fa, items[0].GetProperty("message").GetString());
    }

    private static IEnumerable<string?> Counties(JsonElement list) =>
        list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("county").GetString());

    private static Task<JsonElement> OrderInAsync(HttpClient client, string status) => Eventually.ValueAsync(
        async () => (await ItemsAsync(client, $"payment-orders?status={status}")).SingleOrDefault(),
        item => item.ValueKind == JsonValueKind.Object,
        $"the order is {status}");

    private static async Task<List<JsonElement>> ItemsAsync(HttpClient client, string path) =>
        [.. (await JsonAsync(client, path)).GetProperty("items").EnumerateArray()];

    private static async Task<JsonElement> JsonAsync(HttpClient client, string path)
    {
        using var document = JsonDocument.Parse(await client.GetStringAsync(new Uri(path, UriKind.Relative)));
        return document.RootElement.Clone();
    }

    // As a bank does it: a temporary name, then the rename.
    private async Task PutAsync(string name, string content)
    {
        var target = Path.Combine(_bank.Path, "inbox", name);
        await File.WriteAllTextAsync(target + ".tmp", content);
        File.Move(target + ".tmp", target);
    }

    private Task DeliverAsync(IFact fact)
    {
        var handlers = App.Services.GetRequiredService<IReadOnlyList<HandlerMap>>().Single();
        return new FactReceiver(App.Database(DisbursementService.Name), handlers).ReceiveAsync(fact, CancellationToken.None);
    }
}
