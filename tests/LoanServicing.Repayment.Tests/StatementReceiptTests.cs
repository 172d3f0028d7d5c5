using System.Text;
using System.Text.Json;
using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Contracts.Outside;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Messaging.Outside;
using LoanServicing.TestSupport.Databases;
using Microsoft.Extensions.Logging.Abstractions;

namespace LoanServicing.Repayment.Tests;

/// <summary>Lines of the bank's statement: each a receipt of its own, or in suspense until two people have said what it is.</summary>
public class StatementReceiptTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    private readonly string _reference = $"ST-{Guid.CreateVersion7():N}".ToUpperInvariant();

    [StoreFact]
    public async Task Each_line_is_a_receipt_of_its_own_and_one_that_cannot_be_posted_holds_up_no_other()
    {
        var (first, second, damaged) = (await OpenAsync(), await OpenAsync(), await OpenAsync());
        await host.Database.WriteAsync(unit => unit.ExecuteAsync("update loan set loan_years = 'rubbish' where id = @id", new { id = damaged.LoanId }));

        await host.TellAsync(Lines((first.DepositId, "1"), (damaged.DepositId, "2"), ("100000100", "3"), (null, "4"), (second.DepositId, "5")));

        Assert.Equal(2, (await host.Probe.ExpectAsync(first.LoanId, 2)).Count);
        Assert.Equal(2, (await host.Probe.ExpectAsync(second.LoanId, 2)).Count);
        Assert.Equal(
            ["receipt.cannot-be-posted", "deposit-id.invalid", "deposit-id.invalid"],
            [await SuspendedForAsync("2"), await SuspendedForAsync("3"), await SuspendedForAsync("4")]);
        await host.Database.WriteAsync(unit => unit.ExecuteAsync("update loan set loan_years = '' where id = @id", new { id = damaged.LoanId }));
    }

    [StoreFact]
    public async Task A_line_whose_reference_stands_for_other_money_is_suspended_under_one_of_its_own()
    {
        var (loan, other) = (await OpenAsync(), await OpenAsync());
        await host.TellAsync(Lines((loan.DepositId, "")));
        await host.Probe.ExpectAsync(loan.LoanId, 2);

        var lines = Lines((other.DepositId, ""), (other.DepositId, "-NEXT"));
        await host.TellAsync(lines);

        await host.Probe.ExpectAsync(other.LoanId, 2);
        Assert.Equal("receipt.cannot-be-posted", await SuspendedForAsync($"/{lines.Receipts[0].LineId:N}"));
        Assert.Equal([_reference + "-NEXT"], await ReferencesAsync(other.LoanId));
    }

    [StoreFact]
    public async Task What_the_bank_told_by_message_and_shows_on_its_statement_is_one_receipt()
    {
        var loan = await OpenAsync();
        Assert.Null(await TellByMessageAsync(loan.DepositId));

        await host.TellAsync(Lines((loan.DepositId, ""), (loan.DepositId, "-OTHER")));

        await host.Probe.ExpectAsync(loan.LoanId, 3);
        Assert.Equal([_reference, _reference + "-OTHER"], await ReferencesAsync(loan.LoanId));
    }

    [StoreFact]
    public async Task What_the_statement_has_shown_and_the_bank_tells_by_message_later_is_one_receipt()
    {
        var loan = await OpenAsync();
        await host.TellAsync(Lines((loan.DepositId, "")));
        await host.Probe.ExpectAsync(loan.LoanId, 2);

        Assert.Null(await TellByMessageAsync(loan.DepositId));
        Assert.Null(await TellByMessageAsync(loan.DepositId, amount: 600_001)); // another payment, which has its own channel's reference

        Assert.Equal([_reference, _reference], await ReferencesAsync(loan.LoanId));
    }

    [StoreFact]
    public async Task Money_in_suspense_by_message_is_not_suspended_again_by_the_statement()
    {
        Assert.Null(await TellByMessageAsync("900000145"));
        await host.TellAsync(Lines(("900000145", ""), (null, "-LAST")));

        await host.Probe.ExpectSuspendedAsync(_reference + "-LAST");
        Assert.Equal(1, await host.Database.ReadAsync(connection => connection.QuerySingleAsync<long>(
            "select count(*) from suspense where bank_reference = @_reference", new { _reference })));
    }

    [StoreFact]
    public async Task Assigned_money_is_a_receipt_with_the_value_date_on_which_it_came()
    {
        var loan = await OpenAsync();
        await host.TellAsync(Lines((null, "")));
        var suspended = await host.Probe.ExpectSuspendedAsync(_reference);

        var resolved = Resolved(suspended.SuspenseId, loan.LoanId);
        await host.TellAsync(resolved);
        await host.TellAsync(resolved with { Header = Facts.Header(Streams.SuspenseResolution, suspended.SuspenseId, 2) });

        var posted = Assert.IsType<RepaymentPosted>((await host.Probe.ExpectAsync(loan.LoanId, 2))[1]);
        Assert.Equal((suspended.SuspenseId, suspended.ValueDate, "statement"), (posted.SuspenseId, posted.ValueDate, posted.Channel));
        Assert.Equal([_reference], await ReferencesAsync(loan.LoanId));
        Assert.DoesNotContain((await host.VerifyAsync()).SelectMany(finding => finding.Problems), problem => problem.Contains("suspense", StringComparison.Ordinal));
    }

    [StoreFact]
    public async Task Money_that_the_loan_cannot_take_stays_in_suspense_and_says_why()
    {
        var loan = await OpenAsync();
        await host.TellAsync(Lines((loan.DepositId, "")) with { Receipts = [Line(loan.DepositId, _reference) with { ValueDate = Facts.Day("1405-06-30") }] });
        var suspended = await host.Probe.ExpectSuspendedAsync(_reference);

        await host.TellAsync(Resolved(suspended.SuspenseId, loan.LoanId));
        await host.TellAsync(Resolved(suspended.SuspenseId, Guid.CreateVersion7()) with { Header = Facts.Header(Streams.SuspenseResolution, suspended.SuspenseId, 2) });

        var kept = (await host.Probe.ExpectAsync(suspended.SuspenseId, 3)).OfType<SuspenseKept>().ToList();
        Assert.Equal([(2L, "value-date.before-paying-out"), (3L, "loan.unknown")], kept.Select(fact => (fact.Header.Sequence, fact.Reason)));
    }

    [StoreFact]
    public async Task Assigned_money_without_its_receipt_is_named()
    {
        await host.TellAsync(Lines((null, "")));
        var suspended = await host.Probe.ExpectSuspendedAsync(_reference);
        await host.Database.WriteAsync(unit => unit.ExecuteAsync("update suspense set resolved_as = 'assigned' where id = @id", new { id = suspended.SuspenseId }));

        var problems = (await host.VerifyAsync()).SelectMany(finding => finding.Problems).ToList();
        await host.Database.WriteAsync(unit => unit.ExecuteAsync("update suspense set resolved_as = null where id = @id", new { id = suspended.SuspenseId }));

        Assert.Contains($"suspense {suspended.SuspenseId} is assigned, and no receipt has its money", problems);
    }

    private ReceiptsOnStatement Lines(params (string? DepositId, string Suffix)[] lines)
    {
        var file = Guid.CreateVersion7();
        return new ReceiptsOnStatement(
            Facts.Header(Streams.Statement, file), file, [.. lines.Select(line => Line(line.DepositId, _reference + line.Suffix))]);
    }

    private static ReceiptOnStatement Line(string? depositId, string reference) =>
        new(Guid.CreateVersion7(), new Rials(600_000), Facts.Day("1405-08-01"), reference, depositId);

    private static SuspenseResolved Resolved(Guid suspenseId, Guid loanId) =>
        new(Facts.Header(Streams.SuspenseResolution, suspenseId), suspenseId, SuspenseResolved.Assigned, loanId);

    private async Task<(Guid LoanId, string DepositId)> OpenAsync()
    {
        var loanId = await host.OpenAsync();
        return (loanId, (await host.GetAsync($"loans/{loanId}")).Body.Text("depositId")!);
    }

    private async Task<string> SuspendedForAsync(string suffix) => (await host.Probe.ExpectSuspendedAsync(_reference + suffix)).Reason;

    private Task<Rejection?> TellByMessageAsync(string depositId, long amount = 600_000)
    {
        var payment = Facts.Receipt(amount, "1405-08-01", _reference, "paya");
        payment["depositId"] = depositId;
        var queue = RepaymentService.Module.OutsideQueues.Single(one => one.Name == BankPaymentReceived.Queue);
        var judge = new MessageJudge(queue, host.Database, host.App.Services, DispatcherLimits.Default, NullLogger<MessageJudge>.Instance);
        return judge.TakeAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(payment)), CancellationToken.None);
    }

    private async Task<IEnumerable<string?>> ReferencesAsync(Guid loanId) =>
        (await host.GetAsync($"loans/{loanId}/receipts")).Body.GetProperty("items").EnumerateArray().Select(receipt => receipt.Text("bankReference"));
}
