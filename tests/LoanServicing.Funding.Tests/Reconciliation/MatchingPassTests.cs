using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Domain.Payments;
using LoanServicing.Funding.StatementFiles;
using LoanServicing.TestSupport.Databases;
using NodaTime;
using static LoanServicing.Funding.Tests.Reconciliation.Statements;

namespace LoanServicing.Funding.Tests.Reconciliation;

/// <summary>The bank's lines beside the books' movements: each matched once, or a break, or sent on as a receipt (rule R7).</summary>
public class MatchingPassTests
{
    private const string DepositId = "100000114";

    [StoreFact]
    public async Task Deposits_and_payments_in_the_books_are_matched_with_their_lines()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, order, _) = await bench.LendAsync(8_400);

        await bench.Database.ReadStatementAsync(
            Line(75_000_000, "DEP-1"), Line(177_000_000, "DEP-2"), Line(8_400, "B-1", isCredit: false, order: PaymentIds.EndToEndId(order)));
        await bench.CompareAsync();

        Assert.Equal(["B-1 matched", "DEP-1 matched", "DEP-2 matched"], await bench.LinesAsync());
        Assert.Equal(["end-to-end-id", "reference", "reference"], (await bench.MatchesAsync()).Order(StringComparer.Ordinal));
        Assert.Empty(await bench.BreaksAsync());
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_line_that_nobody_has_told_of_is_sent_on_once_and_matched_when_its_receipt_is_booked()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(8_400);
        await bench.OpenedAsync(loan, DepositId);

        var file = await bench.Database.ReadStatementAsync(Line(84, "R-1", depositId: DepositId), Line(7, null));
        await bench.CompareAsync();
        await bench.CompareAsync();

        var sent = Assert.Single(await bench.PublishedAsync<ReceiptsOnStatement>());
        Assert.Equal((file, 1L), (sent.FileId, sent.Header.Sequence));
        Assert.Equal([(84L, "R-1", DepositId), (7L, sent.Receipts[1].BankReference, null)], sent.Receipts.Select(line => (line.Amount.Value, line.BankReference, line.DepositId)));
        Assert.StartsWith("LINE-", sent.Receipts[1].BankReference, StringComparison.Ordinal);

        var suspended = Facts.Suspended(7) with { BankReference = sent.Receipts[1].BankReference };
        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(84)) with { BankReference = "R-1", Channel = "statement" }, suspended);
        await bench.CompareAsync();

        Assert.All(await bench.LinesAsync(), line => Assert.EndsWith(" matched", line, StringComparison.Ordinal));
        Assert.Equal(["unknown-payer"], (await bench.BreaksAsync()).Where(kind => kind != "missing-in-bank"));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Lines_to_which_the_bank_gives_one_reference_are_receipts_of_their_own_and_matched_each_with_its_own()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        await bench.Database.ReadStatementAsync(Line(84, "0"), Line(85, "0"), Line(86, "0"));
        await bench.CompareAsync();

        var receipts = (await bench.PublishedAsync<ReceiptsOnStatement>()).Single().Receipts;
        Assert.Equal(3, receipts.Select(line => line.BankReference).Distinct().Count());
        Assert.All(receipts, line => Assert.StartsWith("0", line.BankReference, StringComparison.Ordinal));

        await bench.SendAsync(receipts.Select(line => Facts.Suspended(line.Amount.Value) with { BankReference = line.BankReference }));
        await bench.CompareAsync();
        Assert.Equal(["0 matched", "0 matched", "0 matched"], await bench.LinesAsync());
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_payment_of_ours_or_its_return_that_nobody_has_told_of_goes_to_whoever_pays()
    {
        using var bench = await FundingBench.OpenAsync();
        var (paid, returned) = (PaymentIds.EndToEndId(Guid.CreateVersion7()), PaymentIds.EndToEndId(Guid.CreateVersion7()));

        await bench.Database.ReadStatementAsync(Line(84, "B-1", isCredit: false, order: paid), Line(85, "B-2", order: returned), Line(86, "B-3", isCredit: false, order: "LS-OF-OTHERS"));
        await bench.CompareAsync();

        var sent = Assert.Single(await bench.PublishedAsync<PaymentsOnStatement>());
        Assert.Equal([(paid, 84L, false, "B-1"), (returned, 85L, true, "B-2")], sent.Payments.Select(line => (line.EndToEndId, line.Amount.Value, line.IsReturn, line.BankReference)));
        Assert.Equal(["B-1 sent", "B-2 sent", "B-3 open"], await bench.LinesAsync());
    }

    [StoreFact]
    public async Task A_loan_that_is_told_to_be_open_twice_is_one_and_no_two_loans_have_one_deposit_id()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        var loan = Guid.CreateVersion7();
        await bench.OpenedAsync(loan, DepositId);
        await bench.OpenedAsync(loan, DepositId);

        await Assert.ThrowsAsync<FactRefusedException>(() => bench.OpenedAsync(Guid.CreateVersion7(), DepositId));
        Assert.Equal(1, await bench.CountAsync("loan_deposit_id"));
    }

    [StoreFact]
    public async Task What_the_books_have_and_the_statement_does_not_is_missing_in_the_bank_until_a_later_statement_shows_it()
    {
        using var bench = await FundingBench.OpenAsync();
        await bench.Database.ReadStatementAsync(Line(75_000_000, "DEP-1"));
        await bench.CompareAsync();
        Assert.Equal(["missing-in-bank"], await bench.BreaksAsync());

        await bench.Database.ReadStatementAsync(Line(177_000_000, "DEP-2"));
        await bench.CompareAsync();

        Assert.Empty(await bench.BreaksAsync());
        Assert.Equal(["matched"], await bench.QueryAsync<string>("select closed_as from statement_break"));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task What_left_the_account_and_is_not_in_the_books_is_missing_there_until_it_is_booked()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        await bench.Database.ReadStatementAsync(Line(500, "FEE", isCredit: false));
        await bench.CompareAsync();

        Assert.Equal(["missing-in-books"], await bench.BreaksAsync());
        Assert.Equal(["FEE open"], await bench.LinesAsync());
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Amounts_that_differ_and_lines_that_repeat_or_take_back_others_are_breaks_of_their_own_kind()
    {
        using var bench = await FundingBench.OpenAsync();

        await bench.Database.ReadStatementAsync(
            Line(75_000_000, "DEP-1"), Line(75_000_000, "DEP-1"), Line(75_000_000, "DEP-1", isCredit: false, isReversal: true), Line(177_000_001, "DEP-2"));
        await bench.CompareAsync();

        Assert.Equal(["reversed", "reversed", "amount-differs", "missing-in-bank"], await bench.BreaksAsync());
        Assert.Equal(["DEP-1 matched", "DEP-1 open", "DEP-1 open", "DEP-2 open"], await bench.LinesAsync());
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task The_same_file_and_the_same_line_in_another_file_change_nothing()
    {
        using var bench = await FundingBench.OpenAsync();
        var (first, second) = (Line(75_000_000, "DEP-1"), Line(177_000_000, "DEP-2"));
        var (file, _) = await bench.Database.ReadStatementAsync("hash-1", first);
        await bench.CompareAsync();

        var (again, known) = await bench.Database.ReadStatementAsync("hash-1", first);
        await bench.Database.ReadStatementAsync(first, second);
        await bench.CompareAsync();

        Assert.Equal((file, true), (again, known));
        Assert.Equal(2, await bench.CountAsync("statement_line"));
        Assert.Equal([(1, 0), (2, 1)], await bench.QueryAsync<(int, int)>("select lines_read, lines_known from statement_file order by received_at"));
        Assert.Empty(await bench.BreaksAsync());
    }

    [StoreFact]
    public async Task Money_of_a_day_to_come_waits_for_that_day()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        var tomorrow = new LocalDate(9999, 1, 1);
        await bench.Database.ReadStatementAsync(Line(84, "R-1"), Line(84, "R-2", on: tomorrow));

        await bench.CompareAsync();

        Assert.Equal(["R-1 sent", "R-2 new"], await bench.LinesAsync());
        Assert.Equal(["read"], await bench.QueryAsync<string>("select status from statement_file"));
    }

    [StoreFact]
    public async Task Receipts_travel_some_hundreds_to_a_message_and_a_whole_file_is_compared()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);

        await bench.Database.ReadStatementAsync([.. Enumerable.Range(1, 450).Select(n => Line(1_000 + n, $"R-{n}"))]);
        await bench.CompareAsync();

        var sent = await bench.PublishedAsync<ReceiptsOnStatement>();
        Assert.Equal([200, 200, 50], sent.Select(fact => fact.Receipts.Count));
        Assert.Equal([1L, 2L, 3L], sent.Select(fact => fact.Header.Sequence));
        Assert.Equal(450, sent.SelectMany(fact => fact.Receipts).Select(line => line.LineId).Distinct().Count());
        Assert.Equal(["compared"], await bench.QueryAsync<string>("select status from statement_file"));
    }

    [StoreFact]
    public async Task A_file_that_two_requests_bring_at_once_is_stored_once()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        StatementLine[] lines = [.. Enumerable.Range(1, 450).Select(n => Line(1_000 + n, $"R-{n}"))];

        var (_, known) = await bench.Database.ReadStatementAsync("hash-1", lines, line: 100, () => bench.Database.ReadStatementAsync("hash-1", lines));

        Assert.True(known);
        Assert.Equal(450, await bench.CountAsync("statement_line"));
        Assert.Equal([(450, 0, "read")], await bench.QueryAsync<(int, int, string)>("select lines_read, lines_known, status from statement_file"));
    }

    [StoreFact]
    public async Task A_file_that_another_request_is_still_storing_is_told_to_be_being_read()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        StatementLine[] lines = [.. Enumerable.Range(1, 450).Select(n => Line(1_000 + n, $"R-{n}"))];

        await bench.Database.ReadStatementAsync(lines);
        await bench.Database.WriteAsync(unit => unit.ExecuteAsync("update statement_file set status = 'reading', lines_read = 200, content_hash = 'hash-1'"));

        var other = await Assert.ThrowsAsync<StatementRefusedException>(() => bench.Database.ReadStatementAsync(
            "hash-1", lines, line: 300, () => bench.Database.WriteAsync(unit => unit.ExecuteAsync("update statement_file set lines_read = 400"))));

        Assert.Equal("statement.being-read", other.Code);
        Assert.Equal(450, await bench.CountAsync("statement_line"));
    }

    [StoreFact]
    public async Task An_import_that_was_cut_goes_on_where_it_ended()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        StatementLine[] lines = [.. Enumerable.Range(1, 450).Select(n => Line(1_000 + n, $"R-{n}"))];
        await bench.Database.ReadStatementAsync("hash-1", lines);
        await bench.Database.WriteAsync(async unit =>
        {
            await unit.ExecuteAsync("delete from statement_line where number > 200");
            await unit.ExecuteAsync("update statement_file set status = 'reading', lines_read = 200");
        });

        var (_, known) = await bench.Database.ReadStatementAsync("hash-1", lines);

        Assert.False(known);
        Assert.Equal(450, await bench.CountAsync("statement_line"));
        Assert.Equal([(450, 0, "read")], await bench.QueryAsync<(int, int, string)>("select lines_read, lines_known, status from statement_file"));
    }
}
