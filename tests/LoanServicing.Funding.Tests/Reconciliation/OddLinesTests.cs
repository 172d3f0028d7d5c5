using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using LoanServicing.Funding.Reconciliation;
using LoanServicing.Funding.StatementFiles;
using LoanServicing.Platform.Time;
using LoanServicing.TestSupport.Databases;
using NodaTime;
using static LoanServicing.Funding.Tests.Reconciliation.Statements;

namespace LoanServicing.Funding.Tests.Reconciliation;

/// <summary>What banks really send: references that many lines share, bookings that are taken back, files that are cut; no rial of it is lost or doubled.</summary>
public class OddLinesTests
{
    private const string DepositId = "100000114";
    private const string OtherDepositId = "100000211";

    [StoreFact]
    public async Task Lines_of_a_file_that_was_cut_are_compared_also_when_another_file_repeats_them()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        StatementLine[] lines = [.. Enumerable.Range(1, 450).Select(n => Line(1_000 + n, $"R-{n}"))];
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => bench.Database.ReadStatementAsync("hash-1", lines, line: 300, () => throw new OperationCanceledException()));

        await bench.Database.ReadStatementAsync("hash-2", lines);
        await bench.CompareAsync();
        Assert.Equal(250, (await SentAsync(bench)).Count); // the rest may still be being stored
        await bench.Database.WriteAsync(unit => unit.ExecuteAsync(
            "update statement_file set received_at = @before where status = 'reading'", new { before = unit.Now - Duration.FromMinutes(61) }));
        await bench.CompareAsync();

        Assert.Equal(450, (await SentAsync(bench)).Count);
        Assert.Equal(
            [("compared", 450, 200), ("reading", 200, 0)],
            await bench.QueryAsync<(string, int, int)>("select status, lines_read, lines_known from statement_file order by status"));
        await bench.AssertSoundAsync();
    }

    [StoreTheory]
    [InlineData(2, 3)]
    [InlineData(10, 250)]
    public async Task Two_borrowers_under_one_document_number_are_two_receipts(int first, int second)
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);

        await bench.Database.ReadStatementAsync([.. Enumerable.Range(1, 300).Select(n =>
            n == first ? Line(24_000_000, "DOC-7", depositId: DepositId) : n == second ? Line(24_000_000, "DOC-7", depositId: OtherDepositId) : Line(1_000 + n, $"R-{n}"))]);
        await bench.CompareAsync();

        Assert.Empty(await bench.BreaksAsync());
        var sent = (await SentAsync(bench)).Where(line => line.Amount.Value == 24_000_000).ToList();
        Assert.Equal([DepositId, OtherDepositId], sent.Select(line => line.DepositId));
        Assert.Equal("DOC-7", sent[0].BankReference);
        Assert.Matches("^DOC-7/[0-9a-f]{12}$", sent[1].BankReference);
    }

    [StoreFact]
    public async Task A_line_that_says_the_same_again_is_a_duplicate_of_the_first_wherever_the_two_stand()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);

        await bench.Database.ReadStatementAsync([.. Enumerable.Range(1, 300).Select(n => n is 10 or 250 ? Line(24_000_000, "DOC-7", depositId: DepositId) : Line(1_000 + n, $"R-{n}"))]);
        await bench.CompareAsync();
        await bench.CompareAsync();

        Assert.Equal([("duplicate", 250)], await bench.QueryAsync<(string, int)>("select b.kind, l.number from statement_break b join statement_line l on l.line_id = b.break_id"));
        Assert.Single(await SentAsync(bench), line => line.Amount.Value == 24_000_000);
    }

    [StoreFact]
    public async Task A_movement_that_was_matched_by_amount_and_date_goes_to_the_line_that_names_it()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        await bench.DepositAsync(252_000);
        var (_, order, loan) = await bench.LendAsync(8_400);
        await bench.OpenedAsync(loan, DepositId);
        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(84)) with { BankReference = "M-1", Channel = "paya" });
        await bench.Database.ReadStatementAsync(
            Line(75_000, "DEP-1"), Line(177_000, "DEP-2"), Line(84, "STRANGER"), Line(8_400, "B-1", isCredit: false, order: PaymentIds.EndToEndId(order)));
        await bench.CompareAsync();
        Assert.Contains("STRANGER matched", await bench.LinesAsync());

        await bench.Database.ReadStatementAsync(Line(84, "M-1", depositId: DepositId));
        await bench.CompareAsync();
        await bench.CompareAsync();

        Assert.Equal(["B-1 matched", "DEP-1 matched", "DEP-2 matched", "M-1 matched", "STRANGER sent"], await bench.LinesAsync());
        Assert.Equal("STRANGER", Assert.Single(await SentAsync(bench)).BankReference);
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_line_of_which_nothing_was_heard_by_the_next_day_is_a_break_until_its_receipt_comes()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        await bench.Database.ReadStatementAsync(Line(84, "R-1"));
        await bench.CompareAsync();
        var tomorrow = await bench.Database.ReadAsync(connection => BusinessDates.CurrentAsync(connection, SystemClock.Instance)) + Period.FromDays(1);

        Assert.Equal(0, await bench.Database.WriteAsync(unit => Matcher.LookAtUnansweredAsync(unit, tomorrow.PlusDays(-1))));
        Assert.Equal(1, await bench.Database.WriteAsync(unit => Matcher.LookAtUnansweredAsync(unit, tomorrow)));

        Assert.Equal(["missing-in-books"], await bench.BreaksAsync());
        Assert.Equal(["R-1 open"], await bench.LinesAsync());
        await bench.AssertSoundAsync();

        await bench.SendAsync(Facts.Suspended(84) with { BankReference = "R-1", Channel = "statement" });
        await bench.CompareAsync();
        Assert.Equal(["R-1 matched"], await bench.LinesAsync());
        Assert.Equal(["unknown-payer"], await bench.BreaksAsync());
    }

    [StoreFact]
    public async Task A_booking_and_its_reversal_are_breaks_of_each_other_and_neither_is_sent_on()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);

        await bench.Database.ReadStatementAsync(Line(84, "R-1", depositId: DepositId), Line(84, "R-1", isCredit: false, isReversal: true));
        await bench.Database.ReadStatementAsync(Line(85, "R-2", isCredit: false, isReversal: true));
        await bench.CompareAsync();
        await bench.Database.ReadStatementAsync(Line(85, "R-2"));
        await bench.CompareAsync();

        Assert.Equal(["reversed", "reversed", "reversed", "reversed"], await bench.BreaksAsync());
        Assert.Empty(await SentAsync(bench));
    }

    [StoreTheory]
    [InlineData(OtherDepositId, DepositId)]
    [InlineData(null, null)]
    public async Task A_reversal_takes_back_the_booking_that_it_names_and_where_it_names_none_all_are_held(string? named, string? sent)
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);

        await bench.Database.ReadStatementAsync(
            Line(84, "DOC-7", depositId: DepositId), Line(84, "DOC-7", depositId: OtherDepositId), Line(84, "DOC-7", isCredit: false, isReversal: true, depositId: named));
        await bench.CompareAsync();

        Assert.Equal(sent is null ? [] : [sent], (await SentAsync(bench)).Select(line => line.DepositId));
        Assert.All(await bench.BreaksAsync(), kind => Assert.Equal("reversed", kind));
    }

    [StoreFact]
    public async Task A_reversal_that_came_first_takes_back_one_booking_and_the_next_is_sent_on()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        await bench.Database.ReadStatementAsync(Line(84, "DOC-7", isCredit: false, isReversal: true));
        await bench.CompareAsync();

        await bench.Database.ReadStatementAsync(Line(84, "DOC-7", depositId: DepositId, on: Facts.Today.PlusDays(-1)));
        await bench.CompareAsync();
        await bench.Database.ReadStatementAsync(Line(84, "DOC-7", depositId: OtherDepositId));
        await bench.CompareAsync();

        Assert.Equal(["reversed", "reversed"], await bench.BreaksAsync());
        Assert.Equal(OtherDepositId, Assert.Single(await SentAsync(bench)).DepositId);
    }

    [StoreFact]
    public async Task A_reversal_that_came_first_holds_all_bookings_of_a_look_that_it_may_take_back()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        await bench.Database.ReadStatementAsync(Line(84, "DOC-7", isCredit: false, isReversal: true));
        await bench.CompareAsync();

        await bench.Database.ReadStatementAsync(Line(84, "DOC-7", depositId: DepositId), Line(84, "DOC-7", depositId: OtherDepositId));
        await bench.CompareAsync();

        Assert.Equal(["reversed", "reversed", "reversed"], await bench.BreaksAsync());
        Assert.Empty(await SentAsync(bench));
    }

    [StoreFact]
    public async Task A_reference_that_a_bank_writes_on_everything_hides_no_repetition_of_another()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        await bench.Database.ReadStatementAsync([.. Enumerable.Range(1, 1_050).Select(_ => Line(24_000_000, "DOC")), Line(84, "X")]);
        await bench.CompareAsync();

        await bench.Database.ReadStatementAsync(Line(24_000_000, "DOC"), Line(84, "X"));
        await bench.CompareAsync();

        Assert.Contains("X open", await bench.LinesAsync());
    }

    [StoreFact]
    public async Task A_line_whose_reference_another_line_has_that_is_matched_is_money_of_its_own()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        await bench.SendAsync(Facts.Suspended(84) with { BankReference = "DOC-7", Channel = "paya" });
        await bench.Database.ReadStatementAsync(Line(84, "DOC-7"));
        await bench.CompareAsync();

        await bench.Database.ReadStatementAsync(Line(84, "DOC-7", on: Facts.Today.PlusDays(-1)));
        await bench.CompareAsync();

        Assert.True(Assert.Single(await SentAsync(bench)).IsConfirmed);
    }

    [StoreTheory]
    [InlineData(200)]
    [InlineData(3)]
    public async Task What_the_bank_has_not_shown_is_found_missing_however_many_there_are(int movements)
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        await bench.Database.ReadStatementAsync(Line(10, "R-1"));
        await bench.CompareAsync();

        await bench.SendAsync(Enumerable.Range(1, movements).Select(n => Facts.Suspended(84) with { BankReference = $"M-{n}", Channel = "paya" }));
        await bench.CompareAsync();

        Assert.Equal(movements, (await bench.BreaksAsync()).Count(kind => kind == "missing-in-bank"));
    }

    [StoreFact]
    public async Task An_instalment_that_repeats_the_id_of_our_order_is_a_receipt_and_a_payment_that_comes_back_is_none()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, order, _) = await bench.LendAsync(8_400);
        var id = PaymentIds.EndToEndId(order);

        await bench.Database.ReadStatementAsync(Line(84, "R-1", order: id, depositId: DepositId), Line(8_400, "R-2", order: id));
        await bench.CompareAsync();

        Assert.Equal("R-1", Assert.Single(await SentAsync(bench)).BankReference);
        var back = Assert.Single((await bench.PublishedAsync<PaymentsOnStatement>()).SelectMany(fact => fact.Payments));
        Assert.Equal(("R-2", true), (back.BankReference, back.IsReturn));
    }

    [StoreFact]
    public async Task A_batch_of_more_movements_than_a_statement_takes_parameters_is_matched()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        await bench.SendAsync(Enumerable.Range(1, 2_150).Select(n => Facts.Suspended(10) with { BankReference = $"B1/{140509120000 + n}" }));

        await bench.Database.ReadStatementAsync(Line(21_500, "B1"));
        await bench.CompareAsync();

        Assert.Equal([(1, 2_150)], await bench.QueryAsync<(int, int)>("select lines, movements from bank_match"));
    }

    [StoreFact]
    public async Task Texts_of_any_length_are_stored_and_told_in_messages_that_the_transport_takes()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);

        await bench.Database.ReadStatementAsync(
            [.. Enumerable.Range(1, 200).Select(n => Line(10_000 + n, new string('中', 490) + n, depositId: new string('9', 80)))]);
        await bench.CompareAsync();

        Assert.Equal(200, (await SentAsync(bench)).Select(line => line.BankReference).Distinct().Count());
        Assert.Equal([new string('9', 50)], await bench.QueryAsync<string>("select distinct deposit_id from statement_line"));
    }

    [StoreFact]
    public async Task Nothing_is_missing_in_the_bank_that_nobody_has_looked_for()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        await bench.Database.ReadStatementAsync([.. Enumerable.Range(1, 450).Select(n => Line(10_000 + n, $"R-{n}"))]);
        await bench.CompareAsync();

        await bench.SendAsync(Enumerable.Range(1, 450).Select(n => Facts.Suspended(10_000 + n) with { BankReference = $"R-{n}", Channel = "statement" }));
        await bench.CompareAsync();

        Assert.Equal([("unknown-payer", 450L)], await bench.QueryAsync<(string, long)>("select kind, count(*) from statement_break group by kind"));
    }

    [StoreFact]
    public async Task What_was_before_the_first_statement_is_not_missing_in_the_bank()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        await bench.DepositAsync(84);
        await bench.Database.WriteAsync(unit => unit.ExecuteAsync("update bank_movement set value_date = @before", new { before = Facts.Today.PlusDays(-1) }));

        await bench.Database.ReadStatementAsync(Line(10, "R-1"));
        await bench.CompareAsync();

        Assert.Empty(await bench.BreaksAsync());
    }

    [StoreFact]
    public async Task A_deposit_whose_line_is_on_its_way_into_the_books_is_known_to_be()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        await bench.Database.ReadStatementAsync(Line(5_900, "DEP-1"));
        await bench.CompareAsync();

        var problem = await bench.Database.WriteAsync(unit => Handlers.Contributions.InSuspenseAsync(unit, "DEP-1", new Rials(5_900)));

        Assert.Equal("contribution.on-statement", problem!.Code);
        Assert.Null(await bench.Database.WriteAsync(unit => Handlers.Contributions.InSuspenseAsync(unit, "DEP-1", new Rials(5_901))));
    }

    [StoreFact]
    public async Task Money_in_suspense_names_the_deposit_that_it_seems_to_be()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        await bench.DepositAsync(84);

        await bench.SendAsync(Facts.Suspended(25) with { BankReference = "DEP-1", Channel = "statement" });

        Assert.Equal(
            await bench.QueryAsync<Guid>("select entry_id from bank_movement where kind = 'contribution' and reference = 'DEP-1'"),
            await bench.QueryAsync<Guid>("select other_id from statement_break where kind = 'unknown-payer'"));
    }

    private static async Task<IReadOnlyList<ReceiptOnStatement>> SentAsync(FundingBench bench) =>
        [.. (await bench.PublishedAsync<ReceiptsOnStatement>()).SelectMany(fact => fact.Receipts)];
}
