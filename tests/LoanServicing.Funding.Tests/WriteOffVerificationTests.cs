using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Tests.Proof;

namespace LoanServicing.Funding.Tests;

/// <summary>Losses and recoveries: each damage is named (rules R6 and R9), and a proof of them holds.</summary>
public class WriteOffVerificationTests
{
    [Theory]
    [InlineData("R6", "update funded_loan set written_off_sina = written_off_sina + 1", "written off; the journal has")]
    [InlineData("R6", "update funded_loan set recovered_alavi = recovered_alavi - 1", "recovered; the journal has")]
    [InlineData("R6", "update funded_loan set collected_alavi = collected_alavi + 1", "repaid; the journal collected")]
    [InlineData("R6", "update funded_loan set state = 'lent'", "is lent with")]
    [InlineData("R6", "update funded_loan set recovered_sina = written_off_sina + 1", "is written-off with")]
    [InlineData("R6", "update journal_line set owner = 'SINA' where credit = 'LOANS_WRITTEN_OFF' and owner = 'ALAVI'", "owes SINA -")]
    [InlineData("R6", "update journal_line set credit = 'DEPOSITED' where credit = 'LOSSES_RECOVERED' and owner = 'SINA'", "recovered; the journal has")]
    [InlineData("R4", "update planned_collection set alavi = 1 where due_date = 20270121", "planned_collection 2027-01-21 has")]
    [InlineData("R9", "update funder set written_off = written_off + 1 where code = 'SINA'", "funder SINA has 5842 rials written off")]
    [InlineData("R9", "update funder set recovered = recovered - 1 where code = 'ALAVI'", "funder ALAVI has 24 rials recovered")]
    [InlineData("R9", "update funder set recovered = null where code = 'ALAVI'", "funder ALAVI has 0 rials recovered")]
    [InlineData("R9", "update journal_line set debit = 'REMITTED' where debit = 'LOAN_LOSSES' and owner = 'ALAVI'", "ALAVI has lost 0 rials")]
    public async Task A_damaged_loss_is_named(string rule, string damage, string named)
    {
        using var bench = await LostAsync();
        await bench.AssertSoundAsync();

        bench.Damage(damage);

        var problems = (await bench.VerifyAsync()).Where(finding => finding.Rule == rule).SelectMany(finding => finding.Problems).ToList();
        Assert.True(problems.Exists(problem => problem.Contains(named, StringComparison.Ordinal)), string.Join('\n', problems));
    }

    [Fact]
    public async Task A_proof_of_books_with_losses_holds_and_names_whoever_changes_them()
    {
        using var bench = await LostAsync();
        var lines = ProofBench.LinesOf(await ProofBench.WriteAsync(bench));
        Assert.Empty((await ProofBench.CheckAsync(ProofBench.TextOf(lines))).Differences);

        foreach (var (begins, said) in new[] { ("{\"loan\":", "writtenOffRials is 8317, not 8316"), ("{\"tranche\":", "writtenOffRials is 2476, not 2475"), ("{\"funder\":", "writtenOffRials is 2476, not 2475") })
        {
            var edited = lines.ToList();
            var at = edited.FindIndex(line => line.StartsWith(begins, StringComparison.Ordinal) && line.Contains("writtenOffRials", StringComparison.Ordinal));
            edited[at] = ProofBench.Edit(edited[at], root => root.AsObject().Single().Value!["writtenOffRials"] = (long)root.AsObject().Single().Value!["writtenOffRials"]! + 1);

            Assert.Contains((await ProofBench.CheckAsync(ProofBench.Ended(edited))).Differences, difference => difference.Contains(said, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_proof_of_books_without_a_loss_is_written_as_before_there_were_losses()
    {
        using var bench = await ProofBench.FillAsync();

        var proof = await ProofBench.WriteAsync(bench);

        Assert.DoesNotContain("ecovered", proof, StringComparison.Ordinal);
        Assert.DoesNotContain("ritten", proof, StringComparison.Ordinal);
        Assert.DoesNotContain("lost", proof, StringComparison.Ordinal);
        Assert.Contains("deposited + collected - disbursed + returned - remitted = cash + clearing", proof, StringComparison.Ordinal);
    }

    private static async Task<FundingBench> LostAsync()
    {
        var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(8_400);
        IFact[] facts = [Facts.Repaid(loan, Facts.Exact(84)), Facts.WrittenOff(loan, Facts.Exact(8_316)), Facts.Repaid(loan, FunderShares.Zero, recovered: Facts.Exact(84))];
        await bench.SendAsync(facts);
        return bench;
    }
}
