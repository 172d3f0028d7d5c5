using System.Text;
using System.Text.Json;
using Dapper;
using LoanServicing.Contracts.Outside;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Messaging.Outside;
using Microsoft.Extensions.Logging.Abstractions;

namespace LoanServicing.Repayment.Tests;

/// <summary>What the bank publishes of a payment: a receipt once, suspense for what no loan can take, a rejection for what cannot be meant.</summary>
public sealed class BankPaymentTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    private readonly string _reference = $"BP-{Guid.CreateVersion7():N}".ToUpperInvariant();

    [Fact]
    public async Task A_payment_told_twice_by_deposit_id_is_one_receipt()
    {
        var (loanId, depositId) = await OpenAsync();

        Assert.Null(await TellAsync(Payment(("depositId", depositId))));
        Assert.Null(await TellAsync(Payment(("depositId", $"{depositId[..3]}-{depositId[3..]}"))));

        var receipt = Assert.Single(await ReceiptsAsync(loanId));
        Assert.Equal((600_000, _reference, "paya"), (receipt.Rials("amountRials"), receipt.Text("bankReference"), receipt.Text("channel")));
        Assert.Equal(2, (await host.Probe.ExpectAsync(loanId, 2)).Count);
    }

    [Fact]
    public async Task The_same_money_told_by_http_and_by_message_is_one_receipt()
    {
        var (loanId, _) = await OpenAsync();
        await host.PayAsync(loanId, Facts.Receipt(600_000, "1405-08-01", _reference, "Paya"));

        Assert.Null(await TellAsync(Payment(("loanId", loanId.ToString()), ("bankReference", _reference.ToLowerInvariant()), ("channel", "PAYA"))));

        Assert.Single(await ReceiptsAsync(loanId));
    }

    [Theory]
    [InlineData("amountRials", 600_001)]
    [InlineData("valueDate", "2026-10-24")]
    [InlineData("depositId", "999999999")]
    public async Task A_reference_that_stands_for_other_money_is_rejected(string field, object value)
    {
        var (loanId, depositId) = await OpenAsync();
        await TellAsync(Payment(("depositId", depositId)));

        var rejection = await TellAsync(Payment(("depositId", depositId), (field, value)));

        Assert.Equal("bank-reference.reused", rejection?.Code);
        Assert.Single(await ReceiptsAsync(loanId));
        Assert.Equal(0, await SuspendedAsync());
    }

    [Theory]
    [InlineData("depositId", "100000100", "deposit-id.invalid")]
    [InlineData("depositId", "900000145", "deposit-id.unknown")]
    [InlineData("loanId", "0198f0c0-0000-7000-8000-000000000001", "loan.unknown")]
    public async Task Money_for_a_loan_that_is_not_known_is_kept_in_suspense_once(string field, string value, string reason)
    {
        Assert.Null(await TellAsync(Payment((field, value))));
        Assert.Null(await TellAsync(Payment((field, value))));
        Assert.Equal("bank-reference.reused", (await TellAsync(Payment((field, value), ("amountRials", 1))))?.Code);

        var fact = await host.Probe.ExpectSuspendedAsync(_reference);
        Assert.Equal((600_000, "paya", reason), (fact.Amount.Value, fact.Channel, fact.Reason));
        Assert.Equal(RepaymentHost.Today, fact.Header.BusinessDate);
        Assert.Equal(1, await SuspendedAsync());
    }

    [Fact]
    public async Task Money_in_suspense_is_not_posted_a_second_time_under_its_reference()
    {
        var (loanId, depositId) = await OpenAsync();
        await TellAsync(Payment(("depositId", "900000145")));

        var (status, problem) = await host.PayAsync(loanId, Facts.Receipt(600_000, "1405-08-01", _reference, "paya"));

        Assert.Equal((422, "bank-reference.reused"), (status, problem.Text("code")));
        Assert.Equal("bank-reference.reused", (await TellAsync(Payment(("depositId", depositId))))?.Code);
        Assert.Empty(await ReceiptsAsync(loanId));
    }

    [Fact]
    public async Task Money_of_a_day_before_its_loan_was_paid_out_is_kept_in_suspense()
    {
        var (loanId, depositId) = await OpenAsync();

        Assert.Null(await TellAsync(Payment(("depositId", depositId), ("valueDate", "2026-09-21"))));

        Assert.Equal("value-date.before-paying-out", (await host.Probe.ExpectSuspendedAsync(_reference)).Reason);
        Assert.Empty(await ReceiptsAsync(loanId));
    }

    [Fact]
    public async Task Money_above_the_ceiling_of_receipts_is_kept_in_suspense()
    {
        var (loanId, depositId) = await OpenAsync();

        Assert.Null(await TellAsync(Payment(("depositId", depositId), ("amountRials", 10_000_000_001))));

        Assert.Equal("amount.above-ceiling", (await host.Probe.ExpectSuspendedAsync(_reference)).Reason);
        Assert.Empty(await ReceiptsAsync(loanId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Money_of_a_day_to_come_is_rejected_whether_or_not_its_loan_is_known(bool isKnown)
    {
        var (_, depositId) = await OpenAsync();

        var rejection = await TellAsync(Payment(("depositId", isKnown ? depositId : "900000145"), ("valueDate", "2030-01-01")));

        Assert.Equal("value-date.after-business-date", rejection?.Code);
        Assert.Equal(0, await SuspendedAsync());
    }

    [Fact]
    public async Task Money_for_a_settled_loan_is_a_receipt_and_the_borrowers_credit()
    {
        var (loanId, depositId) = await OpenAsync();
        await host.PayAsync(loanId, 20_000_000, "1405-07-01");

        Assert.Null(await TellAsync(Payment(("depositId", depositId))));

        Assert.Equal(2, (await ReceiptsAsync(loanId)).Count);
        Assert.Equal(0, await SuspendedAsync());
    }

    [Fact]
    public async Task Suspense_whose_row_is_also_a_receipt_or_is_of_nothing_is_named()
    {
        var (loanId, _) = await OpenAsync();
        await host.PayAsync(loanId, Facts.Receipt(600_000, "1405-08-01", _reference, "paya"));
        var id = Guid.CreateVersion7();
        await host.Database.WriteAsync(unit => unit.ExecuteAsync(
            """
            insert into suspense (id, message_id, channel, bank_reference, amount, value_date, told_for, reason, business_date, received_at, received_by)
            values (@id, @id, 'paya', @_reference, 0, 20261023, 'x', 'loan.unknown', 20261023, 0, 'test')
            """,
            new { id, _reference }));

        var problems = (await host.VerifyAsync()).Where(finding => finding.Rule == "R8").SelectMany(finding => finding.Problems).ToList();
        await host.Database.WriteAsync(unit => unit.ExecuteAsync("delete from suspense where id = @id", new { id }));

        Assert.Equal([$"suspense {id} has the bank reference of a receipt", $"suspense {id} is of nothing"], problems);
    }

    private async Task<(Guid LoanId, string DepositId)> OpenAsync()
    {
        var loanId = await host.OpenAsync();
        var (_, loan) = await host.GetAsync($"loans/{loanId}");
        return (loanId, loan.Text("depositId")!);
    }

    private Dictionary<string, object> Payment(params (string Field, object Value)[] fields)
    {
        var payment = Facts.Receipt(600_000, "1405-08-01", _reference, "paya");
        foreach (var (field, value) in fields)
        {
            payment[field] = value;
        }

        return payment;
    }

    private Task<Rejection?> TellAsync(Dictionary<string, object> payment)
    {
        var queue = RepaymentService.Module.OutsideQueues.Single(one => one.Name == BankPaymentReceived.Queue);
        var judge = new MessageJudge(queue, host.Database, host.App.Services, DispatcherLimits.Default, NullLogger<MessageJudge>.Instance);
        return judge.TakeAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(payment)), CancellationToken.None);
    }

    private async Task<IReadOnlyList<JsonElement>> ReceiptsAsync(Guid loanId) =>
        [.. (await host.GetAsync($"loans/{loanId}/receipts")).Body.GetProperty("items").EnumerateArray()];

    private Task<long> SuspendedAsync() => host.Database.ReadAsync(connection => connection.QuerySingleAsync<long>(
        "select count(*) from suspense where bank_reference = @_reference", new { _reference }));
}
