using System.Data.Common;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.Repayment.Handlers;
using LoanServicing.Repayment.Store;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

/// <summary>The bank's statement and another channel tell the same money, in either order and at once: it is in the books once, and two payments are two.</summary>
public class ToldTwiceTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    private const string Unknown = "900000145";

    private const string Second = "/0a1b2c3d4e5f";

    private readonly Telling _money = new(host);

    [StoreTheory]
    [InlineData(Roles.Cashier, "branch")]
    [InlineData(Roles.Bank, "paya")]
    public async Task Money_that_the_statement_put_in_suspense_is_refused_as_a_receipt_until_it_is_assigned(string role, string channel)
    {
        var (loan, _) = await _money.OpenAsync();
        await _money.ByStatementAsync(_money.Line(null));

        var (status, problem) = await _money.ByHttpAsync(loan, channel, host.App.Client("teller-1", role));

        Assert.Equal((409, "receipt.in-suspense"), (status, problem.Text("code")));
        Assert.Equal(["suspense statement"], await _money.BecameAsync());
        await _money.AssignAsync("", loan);
        Assert.Equal(200, (await _money.ByHttpAsync(loan, channel, host.App.Client("teller-1", role))).Status);
        Assert.Equal(["receipt statement"], await _money.BecameAsync());
    }

    [StoreFact]
    public async Task Money_that_left_the_account_again_does_not_stand_against_what_comes_later_under_its_reference()
    {
        var (loan, _) = await _money.OpenAsync();
        await _money.ByStatementAsync(_money.Line(null));
        await host.Database.WriteAsync(unit => unit.ExecuteAsync("update suspense set resolved_as = 'returned' where bank_reference = @reference", new { reference = _money.Reference }));

        Assert.Equal(201, (await _money.ByHttpAsync(loan)).Status);
    }

    [StoreFact]
    public async Task Assigned_money_is_not_posted_to_another_loan_by_a_cashier()
    {
        var ((loan, _), (other, _)) = (await _money.OpenAsync(), await _money.OpenAsync());
        await _money.ByStatementAsync(_money.Line(null));
        await _money.AssignAsync("", loan);

        Assert.Equal(409, (await _money.ByHttpAsync(other)).Status);

        Assert.Equal(["receipt statement"], await _money.BecameAsync());
    }

    [StoreFact]
    public async Task Money_that_the_statement_put_in_suspense_is_told_already_when_the_bank_tells_it_by_message()
    {
        var (_, depositId) = await _money.OpenAsync();
        await _money.ByStatementAsync(_money.Line(Unknown));

        Assert.Null(await _money.ByMessageAsync(depositId));
        Assert.Null(await _money.ByMessageAsync(Unknown));

        Assert.Equal(["suspense statement"], await _money.BecameAsync());
    }

    [StoreFact]
    public async Task A_refused_receipt_keeps_nothing_so_another_amount_goes_through()
    {
        var (loan, _) = await _money.OpenAsync();
        await _money.ByStatementAsync(_money.Line(null));
        await _money.ByHttpAsync(loan);

        Assert.Equal(201, (await host.PayAsync(loan, Facts.Receipt(Telling.Rials + 1, Telling.Day, _money.Reference))).Status);

        Assert.Equal(["receipt branch", "suspense statement"], await _money.BecameAsync());
    }

    [StoreTheory]
    [InlineData("branch", null)]
    [InlineData("branch", Unknown)]
    [InlineData("paya", null)]
    public async Task A_line_without_a_loan_is_not_suspended_where_its_receipt_is_posted(string channel, string? depositId)
    {
        var (loan, _) = await _money.OpenAsync();
        await _money.ByHttpAsync(loan, channel);

        await _money.ByStatementAsync(_money.Line(depositId));

        Assert.Equal([$"receipt {channel}"], await _money.BecameAsync());
    }

    [StoreFact]
    public async Task A_line_of_which_two_people_said_that_it_is_money_of_its_own_is_kept_beside_a_receipt_of_its_reference()
    {
        var (loan, _) = await _money.OpenAsync();
        await _money.ByHttpAsync(loan);

        await _money.ByStatementAsync(_money.Line(null) with { IsConfirmed = true });

        Assert.Equal(["receipt branch", "suspense statement"], await _money.BecameAsync());
    }

    [StoreFact]
    public async Task A_message_that_names_no_loan_of_ours_is_not_suspended_where_the_line_is_posted()
    {
        var (_, depositId) = await _money.OpenAsync();
        await _money.ByStatementAsync(_money.Line(depositId));

        Assert.Null(await _money.ByMessageAsync(Unknown));

        Assert.Equal(["receipt statement"], await _money.BecameAsync());
    }

    [StoreTheory]
    [InlineData("/0a1b2c3d4e5f", true)]
    [InlineData("/12345678901a", true)]
    [InlineData("/123456789012", false)]
    [InlineData("/0A1B2C3D4E5F", false)]
    [InlineData("/0a1b2c3d4e5", false)]
    [InlineData("/0a1b2c3d4e5f6", false)]
    [InlineData("/0a1b2c3d4e5g", false)]
    [InlineData("-0a1b2c3d4e5f", false)]
    public async Task A_line_is_recognised_by_what_the_bank_calls_it(string suffix, bool isTheSame)
    {
        var (loan, depositId) = await _money.OpenAsync();
        await _money.ByStatementAsync(_money.Line(depositId, suffix));

        Assert.Null(await _money.ByMessageAsync(depositId));
        Assert.Equal(isTheSame ? ["receipt statement " + suffix] : ["receipt paya", "receipt statement " + suffix], await _money.BecameAsync());

        var suspended = new Telling(host);
        await suspended.ByStatementAsync(suspended.Line(null, suffix));
        Assert.Equal(isTheSame ? 409 : 201, (await suspended.ByHttpAsync(loan)).Status);
    }

    [StoreTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_lines_of_one_reference_are_two_payments_though_one_was_told_before(bool areWithoutLoan)
    {
        var (_, depositId) = await _money.OpenAsync();
        await _money.ByMessageAsync(depositId);
        var inLines = areWithoutLoan ? null : depositId;

        await _money.ByStatementAsync(_money.Line(inLines), _money.Line(inLines, Second));

        Assert.Equal(["receipt paya", $"{(areWithoutLoan ? "suspense" : "receipt")} statement {Second}"], await _money.BecameAsync());
    }

    [StoreFact]
    public async Task Two_lines_of_one_reference_are_two_payments_though_both_are_told_after()
    {
        var (loan, depositId) = await _money.OpenAsync();
        await _money.ByStatementAsync(_money.Line(depositId), _money.Line(depositId, Second));

        Assert.Null(await _money.ByMessageAsync(depositId));
        Assert.Null(await _money.ByMessageAsync(depositId));
        Assert.Equal(200, (await _money.ByHttpAsync(loan)).Status);
        Assert.Equal(["receipt statement", "receipt statement " + Second], await _money.BecameAsync());

        Assert.Equal(201, (await _money.ByHttpAsync(loan, "satna")).Status); // a third telling, and there are two lines
        Assert.Equal(["receipt satna", "receipt statement", "receipt statement " + Second], await _money.BecameAsync());
    }

    [StoreFact]
    public async Task A_line_told_once_more_and_under_another_file_stays_the_same_money()
    {
        var (_, depositId) = await _money.OpenAsync();
        await _money.ByMessageAsync(depositId);

        await _money.ByStatementAsync(_money.Line(depositId));
        await _money.ByStatementAsync(_money.Line(depositId));

        Assert.Equal(["receipt paya"], await _money.BecameAsync());
    }

    [StoreFact]
    public async Task Money_suspended_by_message_is_one_of_two_lines_and_is_assigned_beside_the_other()
    {
        var (loan, depositId) = await _money.OpenAsync();
        await _money.ByMessageAsync(Unknown);
        await _money.ByStatementAsync(_money.Line(null), _money.Line(depositId, Second));
        Assert.Equal(["receipt statement " + Second, "suspense paya"], await _money.BecameAsync());

        await _money.AssignAsync("", loan);

        Assert.Equal(["receipt paya", "receipt statement " + Second], await _money.BecameAsync());
        Assert.All(await host.VerifyAsync(), finding => Assert.Empty(finding.Problems));
    }

    [StoreTheory]
    [InlineData("statement")]
    [InlineData(" Statement ")]
    [InlineData("ＳＴＡＴＥＭＥＮＴ")]
    public async Task The_statements_own_channel_is_refused_of_a_cashier_however_it_is_written(string channel)
    {
        var (loan, _) = await _money.OpenAsync();

        var (status, problem) = await _money.ByHttpAsync(loan, channel);

        Assert.Equal(400, status);
        Assert.Equal(["channel channel.reserved"], problem.Errors());
        Assert.Empty(await _money.BecameAsync());
    }

    [StoreTheory]
    [InlineData("statement")]
    [InlineData("STATEMENT")]
    public async Task The_statements_own_channel_is_refused_of_a_message(string channel)
    {
        Assert.Equal("channel.reserved", (await _money.ByMessageAsync(Unknown, channel))?.Code);
        Assert.Empty(await _money.BecameAsync());
    }

    [StoreTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_line_and_another_channel_that_tell_at_once_are_in_the_books_once(bool isLineFirst)
    {
        var (_, depositId) = await _money.OpenAsync();
        var moneys = Enumerable.Range(0, 12).Select(_ => new Telling(host)).ToList();

        await Task.WhenAll(moneys.SelectMany((money, i) =>
        {
            Func<Task>[] tellings =
            [
                () => Task.Run(() => money.ByStatementAsync(money.Line(i % 2 == 0 ? null : depositId, i % 3 == 0 ? Second : ""))),
                () => Task.Run(() => money.ByMessageAsync(i % 4 < 2 ? depositId : Unknown)),
            ];
            return (isLineFirst ? tellings : tellings.Reverse()).Select(tell => tell());
        }));

        foreach (var money in moneys)
        {
            Assert.Single(await money.BecameAsync());
        }
    }

    [StoreTheory]
    [InlineData(false, "")]
    [InlineData(false, Second)]
    [InlineData(true, "")]
    [InlineData(true, Second)]
    public async Task A_receipt_taken_back_into_suspense_is_shown_by_one_line_before_or_after(bool isLineFirst, string suffix)
    {
        var (loan, depositId) = await _money.OpenAsync();
        var receiptId = (await _money.ByHttpAsync(loan)).Body.GetProperty("receiptId").GetGuid();
        if (isLineFirst)
        {
            await _money.ByStatementAsync(_money.Line(depositId, suffix));
        }

        await ReverseAsync(receiptId);
        await _money.ByStatementAsync(_money.Line(depositId, suffix)); // the line, or the same once more
        await _money.ByStatementAsync(_money.Line(null, suffix));

        Assert.Equal(["receipt branch"], await _money.BecameAsync()); // which counts no longer
        await _money.ByStatementAsync(_money.Line(depositId, "/ffffffffffff"));
        Assert.Equal(["receipt branch", "receipt statement /ffffffffffff"], await _money.BecameAsync()); // another line is other money
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_receipt_of_the_statement_taken_back_into_suspense_is_refused_as_a_cashiers_receipt_until_its_money_has_left()
    {
        var ((loan, depositId), (other, _)) = (await _money.OpenAsync(), await _money.OpenAsync());
        await _money.ByStatementAsync(_money.Line(depositId, Second));
        var posted = (Contracts.RepaymentPosted)(await host.Probe.ExpectAsync(loan, 2))[1];
        await ReverseAsync(posted.ReceiptId);

        Assert.Equal("receipt.in-suspense", (await _money.ByHttpAsync(other)).Body.Text("code"));

        await host.Database.WriteAsync(unit => unit.ExecuteAsync("update suspense set resolved_as = 'returned' where bank_reference = @id", new { id = posted.ReceiptId.ToString("N") }));
        Assert.Equal(201, (await _money.ByHttpAsync(other)).Status);
    }

    [StoreFact]
    public async Task Assigned_money_whose_receipt_the_bank_took_back_does_not_stand_against_what_comes_later_under_its_reference()
    {
        var ((loan, _), (other, _)) = (await _money.OpenAsync(), await _money.OpenAsync());
        await _money.ByStatementAsync(_money.Line(null));
        await _money.AssignAsync("", loan);
        var posted = (Contracts.RepaymentPosted)(await host.Probe.ExpectAsync(loan, 2))[1];
        Assert.Equal(409, (await _money.ByHttpAsync(other)).Status);

        await ReverseAsync(posted.ReceiptId, "returned");

        Assert.Equal(201, (await _money.ByHttpAsync(other)).Status);
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Assigned_money_whose_receipt_was_taken_back_is_in_suspense_again_and_is_assigned_to_another_loan()
    {
        var ((loan, _), (other, _)) = (await _money.OpenAsync(), await _money.OpenAsync());
        await _money.ByStatementAsync(_money.Line(null));
        await _money.AssignAsync("", loan);
        var posted = (Contracts.RepaymentPosted)(await host.Probe.ExpectAsync(loan, 2))[1];
        await ReverseAsync(posted.ReceiptId);
        var taken = (Contracts.ReceiptReversed)(await host.Probe.ExpectAsync(loan, 3))[2];

        var fact = new Contracts.SuspenseResolved(Facts.Header(Contracts.Streams.SuspenseResolution, taken.SuspenseId!.Value), taken.SuspenseId.Value, Contracts.SuspenseResolved.Assigned, other);
        await host.Database.WriteAsync(unit => ResolveSuspense.HandleAsync(fact, unit, host.Rules));

        Assert.Equal(taken.SuspenseId, ((Contracts.RepaymentPosted)(await host.Probe.ExpectAsync(other, 2))[1]).SuspenseId);
        Assert.Equal(409, (await _money.ByHttpAsync(loan)).Status); // it is in the books
        await host.AssertSoundAsync();
    }

    private async Task ReverseAsync(Guid receiptId, string money = "suspense") =>
        Assert.Equal(200, (await host.DecideAsync($"receipts/{receiptId}/reversal", new { reason = "another borrower's", money })).Status);

    [StoreFact]
    public async Task Two_channels_that_have_not_seen_each_other_meet_on_one_key() =>
        await Assert.ThrowsAnyAsync<DbException>(() => host.Database.WriteAsync(async unit =>
        {
            var place = await ToldPayments.NextPlaceAsync(unit, _money.Reference);
            Assert.Equal(place, await ToldPayments.NextPlaceAsync(unit, _money.Reference + Second));
            await ToldPayments.TakeAsync(unit, "paya", _money.Reference, place);
            await ToldPayments.TakeAsync(unit, "statement", _money.Reference + Second, place);
        }));
}
