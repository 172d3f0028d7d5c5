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

    private static RepaymentPosted Row(Guid loan, long rials, int number) =>
        Facts.Repaid(loan, Facts.Exact(rials)) with { Channel = "salary", BankReference = $"{Reference}/{number}" };

    private static ReceiptSuspended Suspended(long rials, int number) => Facts.Suspended(rials) with { Channel = "salary", BankReference = $"{Reference}/{number}" };
}
