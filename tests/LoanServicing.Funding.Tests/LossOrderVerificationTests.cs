using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Tests.Proof;

namespace LoanServicing.Funding.Tests;

/// <summary>Losses under an order: each damage is named (rules R6, R9 and R11), and a proof of them holds.</summary>
public class LossOrderVerificationTests
{
    [Theory]
    [InlineData("R6", "update funded_loan set loss_borne_sina = loss_borne_sina + 1", "has a loss borne as")]
    [InlineData("R6", "update funded_loan set loss_borne_alavi = loss_borne_alavi - 1", "has a loss borne as")]
    [InlineData("R6", "update funded_loan set loss_borne_alavi = loss_borne_alavi + 1, loss_borne_sina = loss_borne_sina - 1", "has a loss borne as")]
    [InlineData("R6", "update funded_loan set loss_borne_alavi = null", "has a loss borne as")]
    [InlineData("R6", "update funded_loan set loss_first = null", "has a loss borne as")]
    [InlineData("R6", "update funded_loan set loss_first = 'ALAVI'", "ALAVI first")]
    [InlineData("R6", "update funded_loan set loss_first = 'NOBODY'", "NOBODY first")]
    [InlineData("R6", "update funded_loan set recovered_alavi = recovered_alavi - 1, recovered_sina = recovered_sina + 1", "has a loss borne as")]
    [InlineData("R6", "update funded_loan set recovered_sina = recovered_sina + 1", "recovered; the journal has")]
    [InlineData("R6", "update journal_line set owner = 'ALAVI' where debit = 'LOAN_LOSSES' and credit = 'CASH'", "the journal has")]
    [InlineData("R6", "update journal_entry set source_id = randomblob(16) where kind = 'loss-compensation'", "compensates a loss that no entry of its loan has changed")]
    [InlineData("R9", "update funder set compensated = compensated + 1 where code = 'SINA'", "funder SINA has -999 rials compensated; the journal gives -1000")]
    [InlineData("R9", "update funder set compensated = null where code = 'ALAVI'", "funder ALAVI has 0 rials compensated")]
    [InlineData("R9", "update journal_line set debit = 'REMITTED' where debit = 'LOAN_LOSSES' and credit = 'CASH'", "ALAVI has lost 1475 rials, and 2475 of its principal are written off")]
    [InlineData("R11", "update pool set loss_order = 'ALAVI'", "pool has the order of loss \"ALAVI\"; the audit trail says \"SINA\"")]
    [InlineData("R11", "update pool set loss_order = null", "pool has the order of loss \"\"; the audit trail says \"SINA\"")]
    public async Task A_damaged_order_of_loss_is_named(string rule, string damage, string named)
    {
        using var bench = await LostAsync();
        await bench.AssertSoundAsync();

        bench.Damage(damage);

        var problems = (await bench.VerifyAsync()).Where(finding => finding.Rule == rule).SelectMany(finding => finding.Problems).ToList();
        Assert.True(problems.Exists(problem => problem.Contains(named, StringComparison.Ordinal)), string.Join('\n', problems));
    }

    [Fact]
    public async Task A_proof_of_borne_losses_holds_and_names_whoever_changes_them()
    {
        using var bench = await LostAsync();
        var lines = ProofBench.LinesOf(await ProofBench.WriteAsync(bench));
        Assert.Empty((await ProofBench.CheckAsync(ProofBench.TextOf(lines))).Differences);
        Assert.Contains(lines, line => line.Contains("\"deposited + collected + recovered + compensated - disbursed + returned - remitted = cash + clearing\"", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("{\"bank\":", StringComparison.Ordinal) && line.Contains("lost by both funders = written off of both", StringComparison.Ordinal));

        var edited = lines.ToList();
        Change(edited, "{\"funder\":", node => node["compensatedRials"] = 1_001);
        Change(edited, "{\"loan\":", node => node["funders"]!["SINA"]!["lossBorneRials"] = 6_842);
        var differences = (await ProofBench.CheckAsync(ProofBench.Ended(edited))).Differences;

        Assert.Contains(differences, difference => difference.Contains("compensatedRials is 1001, not 1000", StringComparison.Ordinal));
        Assert.Contains(differences, difference => difference.Contains("lossBorneRials is 6842, not 6841", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_proof_of_losses_without_an_order_is_written_as_before_there_were_orders()
    {
        using var bench = await LostAsync(lossOrder: null);

        var proof = await ProofBench.WriteAsync(bench);

        Assert.DoesNotContain("ompensat", proof, StringComparison.Ordinal);
        Assert.DoesNotContain("orne", proof, StringComparison.Ordinal);
        Assert.Contains("\"lost = written off\"", proof, StringComparison.Ordinal);
    }

    private static void Change(List<string> lines, string begins, Action<System.Text.Json.Nodes.JsonNode> change)
    {
        var at = lines.FindIndex(line => line.StartsWith(begins, StringComparison.Ordinal));
        lines[at] = ProofBench.Edit(lines[at], root => change(root.AsObject().Single().Value!));
    }

    /// <summary>Sina bears 1,000 of Alavi's 2,475, and a part has come back.</summary>
    private static async Task<FundingBench> LostAsync(string? lossOrder = Funders.Sina)
    {
        var bench = await FundingBench.OpenAsync(deposited: 8_400, lossOrder: lossOrder);
        var (_, _, loan) = await bench.LendAsync(8_400);
        await bench.DepositAsync(Funders.Sina, new Rials(941));
        IFact[] facts = [Facts.Repaid(loan, Facts.Exact(84)), Facts.WrittenOff(loan, Facts.Exact(8_316)), Facts.Repaid(loan, FunderShares.Zero, recovered: Facts.Exact(840))];
        await bench.SendAsync(facts);
        return bench;
    }
}
