using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text;
using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Messaging.Outside;
using LoanServicing.Repayment.Handlers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LoanServicing.Repayment.Tests;

/// <summary>One list of an employer, under a reference of its own.</summary>
public sealed class SalaryListBench(RepaymentHost host)
{
    public const string Day = "1405-08-01";

    public string Reference { get; } = $"SL-{Guid.CreateVersion7():N}".ToUpperInvariant();

    public async Task<(Guid LoanId, string DepositId)> OpenAsync(string county = "Kerman")
    {
        var loanId = (await host.OpenAsync(Facts.Disbursed(county: county))).LoanId;
        return (loanId, (await host.GetAsync($"loans/{loanId}")).Body.Text("depositId")!);
    }

    /// <summary>A list in the plainest form: a deposit id and an amount to a row.</summary>
    public static string Csv(params (string DepositId, long Rials)[] rows) =>
        "deposit id,amount\n" + string.Concat(rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.DepositId},{row.Rials}\n")));

    public Task<(int Status, JsonElement Body)> SendAsync(string csv, string query = "", string? key = null, HttpClient? client = null) =>
        SendAsync(Encoding.UTF8.GetBytes(csv), query, key, client);

    /// <param name="query">More than the employer, the reference and the value date, or others: of two the last counts.</param>
    public async Task<(int Status, JsonElement Body)> SendAsync(byte[] content, string query = "", string? key = null, HttpClient? client = null)
    {
        var fields = new Dictionary<string, string>
        {
            ["employer"] = "شرکت مس",
            ["listReference"] = Reference,
            ["valueDate"] = NodaTime.Text.LocalDatePattern.Iso.Format(Facts.Day(Day)),
        };
        foreach (var field in query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=')))
        {
            fields[field[0]] = field[1];
        }

        var address = "salary-deductions?" + string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(content) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        request.Headers.Add(Commands.KeyHeader, key ?? Guid.CreateVersion7().ToString());
        using var response = await (client ?? host.Cashier).SendAsync(request);
        return ((int)response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()));
    }

    public Task<(int Status, JsonElement Body)> ReadAsync(Guid listId, HttpClient? client = null) => host.GetAsync($"salary-deductions/{listId}", client);

    /// <summary>The amounts, channels and references of the loan's receipts, without the list's own.</summary>
    public async Task<IReadOnlyList<(long Rials, string Reference)>> ReceiptsAsync(Guid loanId) =>
    [
        .. (await host.GetAsync($"loans/{loanId}/receipts")).Body.GetProperty("items").EnumerateArray()
            .Select(receipt => (receipt.Rials("amountRials"), receipt.Text("channel") + " " + receipt.Text("bankReference")!.Replace(Reference, "", StringComparison.Ordinal))),
    ];

    /// <summary>Tells a line of the bank's statement; it is taken when this returns.</summary>
    /// <param name="suffix">Behind the list's reference.</param>
    public Task ByStatementAsync(long rials, string? depositId = null, string suffix = "")
    {
        var file = Guid.CreateVersion7();
        var line = new ReceiptOnStatement(Guid.CreateVersion7(), new Rials(rials), Facts.Day(Day), Reference + suffix, depositId);
        var fact = new ReceiptsOnStatement(Facts.Header(Streams.Statement, file), file, [line]);
        return host.Database.WriteAsync(unit => TakeStatementReceipts.HandleAsync(fact, unit, host.Rules));
    }

    /// <summary>The channels and endings of what is in suspense under the list's reference.</summary>
    /// <summary>The bank tells the transfer by a message that names nobody's loan.</summary>
    public async Task ByMessageAsync(long rials, string day)
    {
        var payment = Facts.Receipt(rials, day, Reference, "paya");
        payment["depositId"] = "900000145";
        var judge = new MessageJudge(RepaymentService.Module.OutsideQueues.Single(), host.Database, host.App.Services, DispatcherLimits.Default, NullLogger<MessageJudge>.Instance);
        Assert.Null(await judge.TakeAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(payment)), CancellationToken.None));
    }

    public Task<IReadOnlyList<string>> SuspendedAsync() => host.Database.ReadAsync<IReadOnlyList<string>>(async connection =>
        [.. (await Dapper.SqlMapper.QueryAsync<(string Channel, string Reference, string Reason)>(
            connection, "select channel, bank_reference, reason from suspense where bank_reference like @like order by bank_reference", new { like = Reference + "%" }))
            .Select(row => $"{row.Channel} {row.Reference[Reference.Length..]} {row.Reason}")]);

    /// <summary>As if nothing of the list had been posted: its receipts stay.</summary>
    public Task ForgetAsync(Guid listId) => host.Database.WriteAsync(async unit =>
    {
        await unit.ExecuteAsync("update salary_row set status = 'waiting' where list_id = @listId", new { listId });
        await unit.ExecuteAsync("update salary_list set rows_posted = 0 where list_id = @listId", new { listId });
    });

    /// <summary>What became of its rows, in their order.</summary>
    public async Task<IEnumerable<string>> StatusesAsync(Guid listId) => await host.Database.ReadAsync(connection =>
        Dapper.SqlMapper.QueryAsync<string>(connection, "select status from salary_row where list_id = @listId order by number", new { listId }));
}
