using LoanServicing.Contracts;
using LoanServicing.TestSupport.Databases;
using static LoanServicing.Funding.Tests.Reconciliation.Statements;

namespace LoanServicing.Funding.Tests.Reconciliation;

/// <summary>An employer pays a salary list by one transfer: the statement's one line is all rows of the list.</summary>
public class SalaryLineTests
{
    private const string Reference = "TRANSFER-7";

    [StoreFact]
    public async Task The_line_is_matched_with_all_rows_those_in_suspense_too()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(8_400);
        await bench.SendAsync(Row(loan, 84, 1), Suspended(7, 2));

        await bench.Database.ReadStatementAsync(Line(91, Reference));
        await bench.CompareAsync();

        Assert.Equal([$"{Reference} matched"], await bench.LinesAsync());
        Assert.Empty(await bench.PublishedAsync<ReceiptsOnStatement>());
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task The_line_that_comes_while_rows_are_being_posted_is_matched_when_the_last_one_is_booked()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(8_400);
        await bench.SendAsync(Row(loan, 84, 1));

        await bench.Database.ReadStatementAsync(Line(91, Reference));
        await bench.CompareAsync();
        Assert.Equal([$"{Reference} sent"], await bench.LinesAsync()); // Repayment knows that it is the list's, and makes nothing of it

        await bench.SendAsync(Suspended(7, 2));
        await bench.CompareAsync();

        Assert.Equal([$"{Reference} matched"], await bench.LinesAsync());
        Assert.DoesNotContain("missing-in-books", await bench.BreaksAsync());
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_list_of_one_row_is_its_line()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(8_400);
        await bench.SendAsync(Row(loan, 84, 1));

        await bench.Database.ReadStatementAsync(Line(84, Reference));
        await bench.CompareAsync();

        Assert.Equal(["reference"], await bench.MatchesAsync());
        await bench.AssertSoundAsync();
    }

    [StoreTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_transfer_that_was_in_suspense_before_its_list_leaves_it_when_the_last_row_is_booked(bool isBookedLast)
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(8_400);
        await bench.Database.ReadStatementAsync(Line(259, Reference));
        await bench.CompareAsync();
        var transfer = Facts.Suspended(259) with { Channel = "statement", BankReference = Reference };
        var rows = new IFact[] { Row(loan, 84, 1), Row(loan, 168, 2), Suspended(7, 3) };

        await bench.SendAsync(isBookedLast ? rows[0] : transfer);
        await bench.CompareAsync();
        await bench.SendAsync(isBookedLast ? rows[1] : rows[0], isBookedLast ? rows[2] : rows[1]);
        await bench.CompareAsync();
        Assert.Empty(await bench.PublishedAsync<SuspenseResolved>());
        await bench.SendAsync(isBookedLast ? transfer : rows[2]);
        await bench.CompareAsync();

        var left = Assert.Single(await bench.PublishedAsync<SuspenseResolved>());
        Assert.Equal((transfer.SuspenseId, SuspenseResolved.Same, (Guid?)null), (left.SuspenseId, left.ResolvedAs, left.LoanId));
        Assert.Equal([$"{Reference} matched"], await bench.LinesAsync());
        Assert.Equal(["reference"], await bench.MatchesAsync());
        Assert.Equal([7L], await bench.QueryAsync<long>("select amount from statement_break where closed_on is null and side = 'suspense'")); // the row that no loan took
        Assert.Equal([0L], await bench.QueryAsync<long>(
            $"select count(*) from statement_break b join bank_movement m on m.entry_id = b.break_id where b.closed_on is null and m.reference like '{Reference}%'"));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_transfer_that_a_message_had_told_leaves_suspense_when_its_line_comes()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(8_400);
        var transfer = Facts.Suspended(252) with { Channel = "paya", BankReference = Reference };
        await bench.SendAsync(transfer, Row(loan, 84, 1), Row(loan, 168, 2));
        await bench.CompareAsync();
        Assert.Empty(await bench.PublishedAsync<SuspenseResolved>());

        await bench.Database.ReadStatementAsync(Line(252, Reference));
        await bench.CompareAsync();

        Assert.Equal(transfer.SuspenseId, Assert.Single(await bench.PublishedAsync<SuspenseResolved>()).SuspenseId);
        Assert.Equal([$"{Reference} matched"], await bench.LinesAsync());
        Assert.Equal([], await bench.QueryAsync<string>("select kind from statement_break where closed_on is null and amount <= 252"));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Rows_that_do_not_add_up_to_the_transfer_leave_it_in_suspense()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(8_400);
        await bench.Database.ReadStatementAsync(Line(91, Reference));
        await bench.CompareAsync();
        await bench.SendAsync(Facts.Suspended(91) with { Channel = "statement", BankReference = Reference }, Row(loan, 84, 1), Suspended(8, 2));

        await bench.CompareAsync();

        Assert.Empty(await bench.PublishedAsync<SuspenseResolved>());
        await bench.AssertSoundAsync();
    }

    private static RepaymentPosted Row(Guid loan, long rials, int number) =>
        Facts.Repaid(loan, Facts.Exact(rials)) with { Channel = "salary", BankReference = $"{Reference}/{number}" };

    private static ReceiptSuspended Suspended(long rials, int number) => Facts.Suspended(rials) with { Channel = "salary", BankReference = $"{Reference}/{number}" };
}
