using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using LoanServicing.TestSupport;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Funding.Tests.Books;

/// <summary>The books behind HTTP, over more than one day.</summary>
internal static class BooksHttp
{
    /// <summary>In the period 1405-09, whose first day is <see cref="Facts.Today"/>.</summary>
    public static readonly LocalDate InPeriod = new(2026, 12, 1);

    /// <summary>The last day of 1405-09.</summary>
    public static readonly LocalDate LastDay = new(2026, 12, 21);

    /// <summary>The first day of 1405-10.</summary>
    public static readonly LocalDate NextPeriod = new(2026, 12, 22);

    public static Task<TestApplication> StartAsync(FakeClock? clock = null) => FundingHttp.StartAsync(new TestApplicationOptions
    {
        ConfigureServices = services =>
        {
            if (clock is not null)
            {
                services.AddSingleton<IClock>(clock);
            }
        },
    });

    public static RepaymentPosted On(this RepaymentPosted fact, LocalDate day) => fact with { Header = fact.Header with { BusinessDate = day }, ValueDate = day };

    public static ReceiptSuspended On(this ReceiptSuspended fact, LocalDate day) => fact with { Header = fact.Header with { BusinessDate = day } };

    public static LoanDisbursed On(this LoanDisbursed fact, LocalDate day) => fact with { Header = fact.Header with { BusinessDate = day } };

    /// <summary>A loan of a tranche, paid out on a day.</summary>
    public static async Task<(Guid Application, Guid Order, Guid Loan, FunderShares Shares)> LendAsync(
        this TestApplication app, long amount, LocalDate? on = null, string tranche = "employment")
    {
        var (application, order, loan) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await app.DeliverAsync(Facts.Approved(application, amount, tranche));
        var shares = Facts.Exact(amount);
        await app.DeliverAsync(Facts.Ordered(application, shares, order, on: on));
        await app.DeliverAsync(Facts.Disbursed(application, shares, order, loan).On(on ?? Facts.Today));
        return (application, order, loan, shares);
    }

    /// <summary>The deposits of both funders, a loan, a repayment with a fee, and money in suspense, over two days of one period.</summary>
    public static async Task<Guid> FillAsync(this TestApplication app)
    {
        await app.ContributeAsync("ALAVI", 25_000, "D1");
        await app.ContributeAsync("SINA", 59_000, "D2");
        var (_, _, loan, _) = await app.LendAsync(8_400);
        await app.SetBusinessDateAsync(InPeriod);
        await app.DeliverAsync(Facts.Repaid(loan, Facts.Exact(84), fee: 5, credit: 2).On(InPeriod));
        await app.DeliverAsync(Facts.Suspended(70).On(InPeriod));
        return loan;
    }

    public static Task<JsonElement> ReadAsync(this TestApplication app, string path) => app.Finance(1).GetFromJsonAsync<JsonElement>(path);

    public static async Task<(HttpStatusCode Status, JsonElement Problem)> RefusedAsync(this TestApplication app, string path)
    {
        using var answer = await app.Finance(1).GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>The rows of a list as CSV, the header first.</summary>
    public static async Task<string[]> CsvAsync(this TestApplication app, string path) =>
        (await app.TextAsync(path, "text/csv")).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    public static async Task<string> TextAsync(this TestApplication app, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", accept);
        using var answer = await app.Finance(1).SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, accept), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return await answer.Content.ReadAsStringAsync();
    }

    public static IReadOnlyList<JsonElement> Items(this JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];

    public static string? Text(this JsonElement element, string name) => element.GetProperty(name).GetString();

    /// <summary>A row of a trial balance, as <c>ACCOUNT OWNER tranche</c> and its balance with a minus for a credit.</summary>
    public static Dictionary<string, long> Balances(this JsonElement trialBalance) => trialBalance.Items().ToDictionary(
        row => $"{row.Text("account")} {row.Text("owner")} {row.Text("tranche")}".TrimEnd(),
        row => row.Text("side") == "debit" ? row.Rials("balanceRials") : -row.Rials("balanceRials"));

    /// <summary>Changes a row behind the program's back.</summary>
    public static void Damage(this TestApplication app, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={SqliteDatabase.FileOf(app.Folder, FundingService.Name)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() > 0, $"Nothing was damaged by: {sql}");
    }
}
