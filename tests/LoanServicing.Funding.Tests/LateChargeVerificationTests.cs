using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Tests.Proof;

namespace LoanServicing.Funding.Tests;

/// <summary>What was paid for lateness: each damage is named, and a proof of it holds.</summary>
public class LateChargeVerificationTests
{
    [Theory]
    [InlineData("R2", "update journal_line set owner = 'SINA' where credit = 'LATE_CHARGES'", "never a funder's")]
    [InlineData("R2", "update journal_line set credit = 'FEE_INCOME', debit = 'CHARITY_PAYABLE' where credit = 'CHARITY_PAYABLE'", "never income")]
    [InlineData("R2", "update journal_line set amount = -amount where credit = 'CHARITY_PAYABLE'", "is no entry")]
    [InlineData("R2", "update balance set credits = credits + 1 where account = 'LATE_CHARGES'", "balance LATE_CHARGES SERVICER employment 2026-11-22")]
    [InlineData("R2", "delete from balance where account = 'CHARITY_PAYABLE' and tranche = ''", "balance CHARITY_PAYABLE SERVICER  2026-11-22")]
    [InlineData("R2", "delete from ledger_entry where account = 'CHARITY_PAYABLE' and tranche = 'employment'", "ledger_entry lacks CHARITY_PAYABLE SERVICER employment")]
    [InlineData("R9", "update journal_line set debit = 'LOANS_DISBURSED' where credit = 'LATE_CHARGES'", "the bank should hold")]
    [InlineData("R9", "update withdrawal set amount = amount + 1 where kind = 'charity-payment'", "withdrawal {gift} is recorded")]
    [InlineData("R9", "update withdrawal set kind = 'fee-settlement' where kind = 'late-charge-settlement'", "withdrawal {charges} is recorded")]
    [InlineData("R9", "update withdrawal set kind = 'late-charge-settlement', beneficiary = null where kind = 'charity-payment'", "withdrawal {gift} is recorded")]
    [InlineData("R9", "update withdrawal set bank_reference = 'X' where kind = 'late-charge-settlement'", "withdrawal {charges} is recorded")]
    [InlineData("R9", "update journal_line set debit = 'FEES_SETTLED' where debit = 'CHARITY_PAYABLE'", "withdrawal {gift} is recorded")]
    [InlineData("R9", "update journal_line set debit = 'CHARITY_PAYABLE' where debit = 'LATE_CHARGES_SETTLED'", "withdrawal {charges} is recorded")]
    [InlineData("R9", "delete from withdrawal where kind = 'charity-payment'", "books a withdrawal that is not recorded")]
    [InlineData("R9", "update withdrawal set status = 'waiting' where kind = 'late-charge-settlement'", "books a withdrawal that is not recorded")]
    [InlineData("R9", "update withdrawal set beneficiary = null where kind = 'charity-payment'", "withdrawal {gift} is a payment to charity without a beneficiary")]
    [InlineData("R9", "update withdrawal set beneficiary = 'Mahak' where kind = 'late-charge-settlement'", "withdrawal {charges} is a payment to charity without a beneficiary, or another with one")]
    [InlineData("R11", "update withdrawal set checker = maker where kind = 'charity-payment'", "withdrawal {gift} of")]
    [InlineData("R11", "update journal_line set amount = amount + 1 where credit = 'LATE_CHARGES'", "does not match its hash")]
    [InlineData("R11", "update journal_line set credit = 'LATE_CHARGES' where credit = 'CHARITY_PAYABLE'", "does not match its hash")]
    public async Task A_damaged_row_is_named(string rule, string damage, string named)
    {
        using var bench = await FundingBench.OpenAsync();
        var (charges, gift) = await FillAsync(bench);
        await bench.AssertSoundAsync();

        bench.Damage(damage);

        var expected = named.Replace("{charges}", charges.ToString("D"), StringComparison.Ordinal).Replace("{gift}", gift.ToString("D"), StringComparison.Ordinal);
        var problems = (await bench.VerifyAsync()).Where(finding => finding.Rule == rule).SelectMany(finding => finding.Problems).ToList();
        Assert.True(problems.Exists(problem => problem.Contains(expected, StringComparison.Ordinal)), string.Join('\n', problems));
    }

    [Fact]
    public async Task Another_charity_than_was_asked_for_is_named()
    {
        await using var app = await FundingHttp.StartAsync();
        await app.ContributeAsync("ALAVI", 2_500, "A");
        await app.ContributeAsync("SINA", 5_900, "S");
        var (application, order, loan) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await app.DeliverAsync(Facts.Approved(application, 840));
        await app.DeliverAsync(Facts.Ordered(application, Facts.Exact(840), order));
        await app.DeliverAsync(Facts.Disbursed(application, Facts.Exact(840), order, loan));
        await app.DeliverAsync(Facts.Repaid(loan, Facts.Exact(84), charity: 20));
        var body = new { beneficiary = "Mahak", amountRials = 20, bankReference = "G-1", valueDate = "2026-11-22", reason = "decision 3" };
        await app.Finance(2).SendAsync($"checks/{await app.AskAsync("funding/charity-payments", body)}/approval", null);
        var database = app.Database(FundingService.Name);
        Assert.Empty((await database.ReadAsync(connection => FundingService.Module.Verify(connection))).SelectMany(finding => finding.Problems));

        await database.WriteAsync(unit => unit.ExecuteAsync("update withdrawal set beneficiary = 'Friends'"));

        var problems = (await database.ReadAsync(connection => FundingService.Module.Verify(connection))).Where(finding => finding.Rule == "R11").SelectMany(finding => finding.Problems);
        Assert.Contains("has the beneficiary \"Friends\"; \"Mahak\" was asked for", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proof_of_books_with_it_holds_and_names_whoever_changes_it()
    {
        using var bench = await FundingBench.OpenAsync();
        await FillAsync(bench);
        var lines = ProofBench.LinesOf(await ProofBench.WriteAsync(bench));
        Assert.Empty((await ProofBench.CheckAsync(ProofBench.TextOf(lines))).Differences);

        var at = lines.FindIndex(line => line.StartsWith("{\"bank\":", StringComparison.Ordinal));
        Assert.Contains("fees held + late charges held + owed to charity + suspense", lines[at], StringComparison.Ordinal);
        foreach (var (field, said) in new[] { ("lateChargesHeldRials", "lateChargesHeldRials is 19, not 18"), ("charityHeldRials", "charityHeldRials is 14, not 13") })
        {
            var edited = lines.ToList();
            edited[at] = ProofBench.Edit(edited[at], root => root["bank"]![field] = (long)root["bank"]![field]! + 1);

            Assert.Contains((await ProofBench.CheckAsync(ProofBench.Ended(edited))).Differences, difference => difference.Contains(said, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_proof_of_books_without_it_is_written_as_before_there_was_such_money()
    {
        using var bench = await ProofBench.FillAsync();

        var bank = ProofBench.LinesOf(await ProofBench.WriteAsync(bench)).Single(line => line.StartsWith("{\"bank\":", StringComparison.Ordinal));

        Assert.Equal(
            """
            {"bank":{"balanceRials":251991678,"fundersCashRials":251983275,"clearingRials":8400,"feesHeldRials":3,"suspenseRials":0,"borrowersCreditRials":0,"identities":[{"name":"bank","equation":"funders' cash + clearing + fees held + suspense + borrowers' credit = cash of all owners + clearing","leftRials":251991678,"rightRials":251991678,"holds":true}]}}
            """,
            bank.Replace("\\u0027", "'", StringComparison.Ordinal).Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    private static async Task<(Guid Charges, Guid Gift)> FillAsync(FundingBench bench)
    {
        var (_, _, loan) = await bench.LendAsync(8_400);
        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(84), fee: 5, lateCharges: 30, charity: 20));
        return (await bench.WithdrawAsync(EntryKinds.LateChargeSettlement, Funders.Servicer, 12), await bench.GiveAsync("Mahak", 7));
    }
}
