using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests;

/// <summary>Principal that is given up, and what comes back of it, in the funders' books (rules R6 and R9; docs/adr/0021-write-off.md).</summary>
public class WriteOffTests
{
    private const long Amount = 8_400;

    private static readonly FunderShares Shares = Facts.Exact(Amount);

    private static readonly FunderShares Loss = Facts.Exact(Amount - 84);

    [StoreFact]
    public async Task All_that_is_outstanding_is_each_funders_loss_and_no_cash_moves()
    {
        using var bench = await FundingBench.OpenAsync(deposited: Amount);
        await LostAsync(bench);

        var position = await bench.PositionAsync();

        Assert.Equal([(2_475L, 0L, 25L), (5_841L, 0L, 59L)], position.Funders.Select(funder => (funder.WrittenOffRials.Value, funder.OutstandingRials.Value, funder.CashRials.Value)));
        Assert.Equal((2_475L, 0L), (position.Tranches[0].Funders["ALAVI"].WrittenOffRials.Value, position.Tranches[0].Funders["ALAVI"].OutstandingRials.Value));
        Assert.Equal(
            [("LOAN_LOSSES", "LOANS_WRITTEN_OFF", "ALAVI", 2_475L), ("LOAN_LOSSES", "LOANS_WRITTEN_OFF", "SINA", 5_841L)],
            await bench.QueryAsync<(string, string, string, long)>("select l.debit, l.credit, l.owner, l.amount from journal_line l join journal_entry e on e.entry_id = l.entry_id where e.kind = 'write-off' order by l.line"));
        Assert.Equal(0, (await bench.QueryAsync<long>("select sum(alavi + sina) from planned_collection")).Single());
        BookingTests.AssertCloses(position);
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task What_is_recovered_is_the_funders_to_be_remitted_and_is_not_lent_again()
    {
        using var bench = await FundingBench.OpenAsync(deposited: Amount);
        var loan = await LostAsync(bench);

        await bench.SendAsync(Facts.Repaid(loan, FunderShares.Zero, recovered: Facts.Exact(840)));

        var position = await bench.PositionAsync();
        Assert.Equal([(250L, 275L, 275L), (590L, 649L, 649L)], position.Funders.Select(funder => (funder.RecoveredRials.Value, funder.RemittableRials.Value, funder.CashRials.Value)));
        BookingTests.AssertCloses(position);
        var application = Guid.CreateVersion7();
        await bench.SendAsync(Facts.Approved(application, 84));
        Assert.Equal("queued", await bench.StateAsync(application));
        await bench.WithdrawAsync("remittance", Funders.Sina, 649);
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Money_beyond_the_whole_loss_is_the_borrowers_credit()
    {
        using var bench = await FundingBench.OpenAsync(deposited: Amount);
        var loan = await LostAsync(bench);

        await bench.SendAsync(Facts.Repaid(loan, FunderShares.Zero, credit: 7, recovered: Loss));

        var position = await bench.PositionAsync();
        Assert.Equal((7L, 8_400L + 7), (position.BorrowersCreditRials.Value, position.BankBalanceRials.Value));
        await bench.AssertSoundAsync();
        await Assert.ThrowsAsync<FactRefusedException>(() => bench.SendAsync(Facts.Repaid(loan, FunderShares.Zero, recovered: new FunderShares(new Rials(1), Rials.Zero))));
    }

    [StoreFact]
    public async Task A_receipt_of_before_the_write_off_takes_from_the_loss_and_plans_nothing()
    {
        using var bench = await FundingBench.OpenAsync(deposited: Amount);
        var loan = await LostAsync(bench);

        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(840), fee: 3, writtenOff: FunderShares.Zero - Facts.Exact(840)));

        Assert.Equal(Loss.Total.Value - 840, (await bench.PositionAsync()).Funders.Select(funder => funder.WrittenOffRials).Sum().Value);
        Assert.Equal(0, (await bench.QueryAsync<long>("select sum(alavi + sina) from planned_collection")).Single());
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_receipt_of_before_that_is_taken_back_makes_the_loss_larger_and_a_recovery_is_one_no_more()
    {
        using var bench = await FundingBench.OpenAsync(deposited: Amount);
        var (_, _, loan) = await bench.LendAsync(Amount);
        var (repaid, recovered) = (Facts.Repaid(loan, Facts.Exact(84)), Facts.Repaid(loan, FunderShares.Zero, recovered: Facts.Exact(420)));
        var written = Facts.WrittenOff(loan, Loss);

        // Numbered as they are told: the receipt, the recovery and the write-off were made in this order above.
        await bench.SendAsync(repaid, written with { Header = written.Header with { Sequence = 3 } }, recovered with { Header = recovered.Header with { Sequence = 4 } });
        await bench.SendAsync(Facts.Reversed(repaid) with { WrittenOff = Facts.Exact(84) });
        await bench.AssertSoundAsync();
        Assert.Equal((Amount, 420L), await LostAndRecoveredAsync(bench));
        await bench.SendAsync(Facts.Reversed(recovered));

        Assert.Equal((Amount, 0L), await LostAndRecoveredAsync(bench));
        Assert.Equal(0, (await bench.QueryAsync<long>("select sum(alavi + sina) from planned_collection")).Single());
        Assert.Equal(0, (await bench.PositionAsync()).BankBalanceRials.Value);
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Facts_that_overtake_each_other_or_come_twice_are_booked_in_order_and_once()
    {
        using var bench = await FundingBench.OpenAsync(deposited: Amount);
        var (_, _, loan) = await bench.LendAsync(Amount);
        IFact[] facts = [Facts.Repaid(loan, Facts.Exact(84)), Facts.WrittenOff(loan, Loss), Facts.Repaid(loan, FunderShares.Zero, recovered: Facts.Exact(84))];

        await bench.SendAsync(facts.Reverse());
        await bench.SendAsync(facts);

        Assert.Equal((Loss.Total.Value, 84L), await LostAndRecoveredAsync(bench));
        Assert.Equal(0, await bench.CountAsync("waiting"));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_loss_that_is_not_what_is_outstanding_is_parked_and_changes_nothing()
    {
        using var bench = await FundingBench.OpenAsync(deposited: Amount);
        var (_, _, loan) = await bench.LendAsync(Amount);

        await Assert.ThrowsAsync<FactRefusedException>(() => bench.SendAsync(Facts.WrittenOff(loan, Loss)));

        Assert.Equal((0L, 0L), await LostAndRecoveredAsync(bench));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_posting_that_leaves_principal_neither_repaid_nor_lost_is_parked()
    {
        using var bench = await FundingBench.OpenAsync(deposited: Amount);
        var loan = await LostAsync(bench);

        await Assert.ThrowsAsync<FactRefusedException>(() => bench.SendAsync(Facts.Repaid(loan, Facts.Exact(84))));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_loan_that_is_owed_has_no_loss_and_nothing_to_recover()
    {
        using var bench = await FundingBench.OpenAsync(deposited: Amount);
        var (_, _, loan) = await bench.LendAsync(Amount);

        await Assert.ThrowsAsync<FactRefusedException>(() => bench.SendAsync(Facts.Repaid(loan, FunderShares.Zero, recovered: Facts.Exact(84))));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_write_off_that_was_none_of_a_settled_loans_is_for_a_person_to_look_at()
    {
        using var bench = await FundingBench.OpenAsync(deposited: Amount);
        var (_, _, loan) = await bench.LendAsync(Amount);
        await bench.SendAsync([Facts.Repaid(loan, Shares), Facts.Settled(loan, Shares)]);

        await Assert.ThrowsAsync<FactRefusedException>(() => bench.SendAsync(Facts.WrittenOff(loan, FunderShares.Zero)));
    }

    /// <summary>A loan of which 84 was repaid and the rest is given up.</summary>
    private static async Task<Guid> LostAsync(FundingBench bench)
    {
        var (_, _, loan) = await bench.LendAsync(Amount);
        await bench.SendAsync([Facts.Repaid(loan, Facts.Exact(84)), Facts.WrittenOff(loan, Loss)]);
        return loan;
    }

    private static async Task<(long Lost, long Recovered)> LostAndRecoveredAsync(FundingBench bench)
    {
        var funders = (await bench.PositionAsync()).Funders;
        return (funders.Select(funder => funder.WrittenOffRials).Sum().Value, funders.Select(funder => funder.RecoveredRials).Sum().Value);
    }
}
