using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests.Proof;

/// <summary>A proof of the books as they are stored.</summary>
public class ProofTests
{
    [StoreFact]
    public async Task A_proof_of_sound_books_checks_clean()
    {
        using var bench = await ProofBench.FillAsync();

        var report = await ProofBench.CheckAsync(await ProofBench.WriteAsync(bench));

        Assert.Empty(report.Differences);
        Assert.True(report.IsClean);
        Assert.Equal(await bench.CountAsync("journal_entry"), report.Counted.Entries);
        Assert.Equal(await bench.CountAsync("balance"), report.Counted.Days);
        Assert.Equal((2, 6, 2, 1, 2), (report.Counted.Blocks, report.Counted.Tranches, report.Counted.Funders, report.Counted.Banks, report.Counted.Loans));
        Assert.Equal((2, 2), (report.Head!.Number, report.Unsealed));
        Assert.Equal((25, 59), (report.Header.RatioAlavi, report.Header.RatioSina));
    }

    [StoreFact]
    public async Task A_proof_of_books_without_an_entry_checks_clean()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);

        var report = await ProofBench.CheckAsync(await ProofBench.WriteAsync(bench));

        Assert.Empty(report.Differences);
        Assert.Null(report.Head);
        Assert.Equal((0, 6), (report.Counted.Entries, report.Counted.Tranches));
    }

    [StoreFact]
    public async Task Hundreds_of_blocks_are_written_in_the_order_of_the_chain()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        for (var n = 0; n < 45; n++)
        {
            await bench.DepositAsync(84);
            await ProofBench.SealAsync(bench);
        }

        var report = await ProofBench.CheckAsync(await ProofBench.WriteAsync(bench));

        Assert.Empty(report.Differences);
        Assert.Equal((90, 45), (report.Counted.Entries, report.Counted.Blocks));
    }
}
