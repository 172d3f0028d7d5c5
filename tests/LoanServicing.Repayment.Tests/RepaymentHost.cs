using System.Net.Http.Json;
using System.Text.Json;
using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Verification;
using LoanServicing.Repayment.Handlers;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Repayment.Tests;

/// <summary>The service as it runs: its own SQLite file, the in-memory transport, HTTP on a free port.</summary>
public class RepaymentHost : IAsyncLifetime
{
    private TestApplication? _app;

    /// <summary>31 Shahrivar 1407.</summary>
    public static LocalDate Today { get; } = Facts.Day("1407-06-31");

    public Probe Probe { get; } = new();

    public TestApplication App => _app ?? throw new InvalidOperationException("The host is not started.");

    public IDatabase Database => App.Database(RepaymentService.Name);

    internal ReceiptRules Rules => App.Services.GetRequiredService<ReceiptRules>();

    public HttpClient Cashier => App.Client("cashier-1", Roles.Cashier);

    public HttpClient Officer => App.Client("officer-1", Roles.Officer);

    public HttpClient Supervisor => App.Client("supervisor-1", Roles.Supervisor);

    /// <summary>What the service's database is.</summary>
    protected virtual DatabaseUnderTest Kind => DatabaseUnderTest.Sqlite;

    public async Task InitializeAsync()
    {
        if (Kind == DatabaseUnderTest.SqlServer && SqlServerUnderTest.ConnectionString is null)
        {
            return; // its tests are skipped
        }

        DatabaseUnderTest.Choose(Kind);
        _app = await TestApplication.StartAsync([Probe.Module, RepaymentService.Module]);
        await _app.SetBusinessDateAsync(Today);
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    /// <summary>Tells the service a fact as another service would.</summary>
    public Task TellAsync(IFact fact) => App.Database(Probe.Name).WriteAsync(unit =>
    {
        unit.Publish(fact);
        return Task.CompletedTask;
    });

    /// <summary>Tells that a loan was paid out and waits until it is open.</summary>
    public async Task<LoanDisbursed> OpenAsync(LoanDisbursed fact)
    {
        await TellAsync(fact);
        await Probe.ExpectAsync(fact.LoanId, 1);
        return fact;
    }

    /// <summary>Opens the plain loan of <see cref="Facts.Disbursed"/>.</summary>
    public async Task<Guid> OpenAsync() => (await OpenAsync(Facts.Disbursed())).LoanId;

    /// <summary>Posts a receipt with a new key unless one is given.</summary>
    public Task<(int Status, JsonElement Body)> PayAsync(Guid loanId, object body, string? key = null, HttpClient? client = null) =>
        SendAsync(client ?? Cashier, $"loans/{loanId}/receipts", body, key ?? Guid.CreateVersion7().ToString());

    public Task<(int Status, JsonElement Body)> PayAsync(Guid loanId, long rials, string persianDate, string? reference = null) =>
        PayAsync(loanId, Facts.Receipt(rials, persianDate, reference));

    public async Task<(int Status, JsonElement Body)> GetAsync(string path, HttpClient? client = null)
    {
        using var response = await (client ?? Officer).GetAsync(path);
        return ((int)response.StatusCode, await BodyOf(response));
    }

    public static async Task<(int Status, JsonElement Body)> SendAsync(HttpClient client, string path, object body, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add(Commands.KeyHeader, key);
        }

        using var response = await client.SendAsync(request);
        return ((int)response.StatusCode, await BodyOf(response));
    }

    /// <summary>The business date, which the tests of a host move on.</summary>
    public LocalDate BusinessDate { get; private set; } = Today;

    /// <summary>The next business date begins.</summary>
    /// <returns>It, in the Solar Hijri calendar.</returns>
    public async Task<string> NextDayAsync()
    {
        BusinessDate = BusinessDate.PlusDays(1);
        await App.SetBusinessDateAsync(BusinessDate);
        return Domain.Calendar.SolarHijriDate.FromIso(BusinessDate).ToString();
    }

    /// <summary>Asks as officer and approves as supervisor; the approval's answer.</summary>
    public async Task<(int Status, JsonElement Body)> DecideAsync(string path, object body)
    {
        var (status, asked) = await SendAsync(Officer, path, body, Guid.CreateVersion7().ToString());
        Assert.True(status == 202, $"{status} {asked}");
        return await ApproveAsync(asked.GetProperty("requestId").GetGuid());
    }

    public Task<(int Status, JsonElement Body)> ApproveAsync(Guid requestId) => SendAsync(Supervisor, $"checks/{requestId}/approval", new { }, null);

    /// <summary>Every rule of the service holds.</summary>
    public async Task AssertSoundAsync() => Assert.All(await VerifyAsync(), finding => Assert.Empty(finding.Problems));

    public Task<IReadOnlyList<RuleFinding>> VerifyAsync() => Database.ReadAsync(connection => RepaymentService.Module.Verify(connection));

    private static async Task<JsonElement> BodyOf(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }
}
