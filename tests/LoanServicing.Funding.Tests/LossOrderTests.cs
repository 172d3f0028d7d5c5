using LoanServicing.Contracts;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Endpoints;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests;

/// <summary>One funder bears the losses of both first, as far as it has free cash (docs/adr/0021-write-off.md).</summary>
public class LossOrderTests
{
    private const long Amount = 8_400;

    private static readonly FunderShares Loss = Facts.Exact(Amount - 84);

    [StoreFact]
    public async Task The_first_funder_pays_the_other_its_loss_and_bears_all_of_it()
    {
        using var bench = await OpenAsync(free: 10_000);
        await LoseAsync(bench);

        var (alavi, sina) = Both(await bench.PositionAsync());

        Assert.Equal((2_475L, 2_475L, 0L, 2_500L), Figures(alavi));
        Assert.Equal((5_841L, -2_475L, 8_316L, 10_000L + 59 - 2_475), Figures(sina));
        Assert.Equal((2_500L, 59L - 2_475), (alavi.RemittableRials.Value, sina.RemittableRials.Value));
        Assert.Equal(
            [("CASH", "LOAN_LOSSES", "ALAVI", 2_475L), ("LOAN_LOSSES", "CASH", "SINA", 2_475L)],
            await bench.QueryAsync<(string, string, string, long)>(
                """
                select l.debit, l.credit, l.owner, l.amount from journal_line l join journal_entry e on e.entry_id = l.entry_id
                join journal_entry s on s.entry_id = e.source_id and s.kind = 'write-off' where e.kind = 'loss-compensation' order by l.line
                """));
        await AssertClosesAsync(bench);
    }

    [StoreFact]
    public async Task What_the_first_has_no_free_cash_for_stays_with_the_other_and_recoveries_go_by_what_each_bears()
    {
        using var bench = await OpenAsync(free: 1_000);
        var (_, loan) = await LoseAsync(bench);
        var (alavi, sina) = Both(await bench.PositionAsync());
        Assert.Equal((2_475L, 1_059L, 1_416L, 25L + 1_059), Figures(alavi));
        Assert.Equal((5_841L, -1_059L, 6_900L, 0L), Figures(sina));

        await bench.SendAsync(Facts.Repaid(loan, FunderShares.Zero, recovered: Facts.Exact(4_200)));

        (alavi, sina) = Both(await bench.PositionAsync());
        Assert.Equal((715L, 3_485L), (alavi.RecoveredRials.Value, sina.RecoveredRials.Value)); // round_half_up(1,416 x 4,200 / 8,316) is 715
        await AssertClosesAsync(bench);
        await bench.SendAsync(Facts.Repaid(loan, FunderShares.Zero, recovered: Loss - Facts.Exact(4_200)));
        (alavi, sina) = Both(await bench.PositionAsync());
        Assert.Equal((1_416L, 6_900L), (alavi.RecoveredRials.Value, sina.RecoveredRials.Value));
        await AssertClosesAsync(bench);
    }

    [StoreFact]
    public async Task Alavi_may_be_the_first_as_well()
    {
        using var bench = await OpenAsync(free: 500, first: Funders.Alavi);
        var (_, loan) = await LoseAsync(bench);
        await bench.SendAsync(Facts.Repaid(loan, FunderShares.Zero, recovered: Facts.Exact(84)));

        var (alavi, sina) = Both(await bench.PositionAsync());

        Assert.Equal((2_475L, -525L, 3_000L, 30L), Figures(alavi)); // all of 500 and the 25 collected; then round_half_up(3,000 x 84 / 8,316)
        Assert.Equal((5_841L, 525L, 5_316L, 59L + 525 + 54), Figures(sina));
        await AssertClosesAsync(bench);
    }

    [StoreFact]
    public async Task What_is_reserved_or_ordered_is_not_paid_with_and_what_was_paid_is_not_promised_again()
    {
        using var bench = await OpenAsync(free: 1_180);
        var (reserved, ordered) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await bench.DepositAsync(Funders.Alavi, new Rials(500));
        await bench.SendAsync([Facts.Approved(reserved, 840), Facts.Approved(ordered, 756), Facts.Ordered(ordered, Facts.Exact(756), Guid.CreateVersion7())]);
        Assert.Equal("reserved", await bench.StateAsync(reserved));

        await LoseAsync(bench);

        var (_, sina) = Both(await bench.PositionAsync());
        Assert.Equal((-118L, 590L + 531), (sina.CompensatedRials.Value, sina.CashRials.Value)); // 59 collected and 59 neither reserved nor ordered
        await AssertClosesAsync(bench);
        var late = Guid.CreateVersion7();
        await bench.SendAsync(Facts.Approved(late, 2));
        Assert.Equal("queued", await bench.StateAsync(late));
    }

    [StoreFact]
    public async Task A_receipt_of_before_takes_first_from_what_the_other_bears_itself()
    {
        using var bench = await OpenAsync(free: 1_000);
        var (_, loan) = await LoseAsync(bench);

        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(840), writtenOff: FunderShares.Zero - Facts.Exact(840)));

        var (alavi, sina) = Both(await bench.PositionAsync());
        Assert.Equal((2_225L, 1_059L, 1_166L, 25L + 1_059 + 250), Figures(alavi));
        Assert.Equal((5_251L, -1_059L, 6_310L, 590L), Figures(sina));
        await AssertClosesAsync(bench);
    }

    [StoreFact]
    public async Task The_other_pays_back_what_is_lost_no_more_out_of_the_principal_that_came()
    {
        using var bench = await OpenAsync(free: 10_000);
        var (_, loan) = await LoseAsync(bench);
        await bench.WithdrawAsync(EntryKinds.Remittance, Funders.Alavi, 2_500); // all that it got
        Assert.Equal(0, Both(await bench.PositionAsync()).Alavi.CashRials.Value);

        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(840), writtenOff: FunderShares.Zero - Facts.Exact(840)));

        var (alavi, sina) = Both(await bench.PositionAsync());
        Assert.Equal((2_225L, 2_225L, 0L, 0L), Figures(alavi));
        Assert.Equal((5_251L, -2_225L, 7_476L, 10_000L + 59 + 590 - 2_225), Figures(sina));
        await AssertClosesAsync(bench);
    }

    [StoreFact]
    public async Task A_receipt_of_before_after_recoveries_divides_them_anew_and_leaves_no_funder_short()
    {
        using var bench = await OpenAsync(free: 1_000);
        var (_, loan) = await LoseAsync(bench);
        await bench.SendAsync(Facts.Repaid(loan, FunderShares.Zero, recovered: Facts.Exact(840)));
        var before = Both(await bench.PositionAsync());

        var rest = Loss - Facts.Exact(4_200);
        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(4_200), writtenOff: FunderShares.Zero - Facts.Exact(4_200), recovered: rest.Standing(new Rials(840)) - Loss.Standing(new Rials(840))));

        var after = Both(await bench.PositionAsync());
        Assert.Equal((143L, 697L), (before.Alavi.RecoveredRials.Value, before.Sina.RecoveredRials.Value)); // of 1,416 in 8,316
        Assert.Equal((34L, 806L), (after.Alavi.RecoveredRials.Value, after.Sina.RecoveredRials.Value)); // of 166 in 4,116
        Assert.Equal((1_250L - 109, 2_950L + 109), ((after.Alavi.CashRials - before.Alavi.CashRials).Value, (after.Sina.CashRials - before.Sina.CashRials).Value));
        await AssertClosesAsync(bench);
    }

    [StoreFact]
    public async Task A_loss_that_grows_by_a_reversal_is_borne_as_far_as_there_is_free_cash_after_it()
    {
        using var bench = await OpenAsync(free: 2_500);
        var (receipt, loan) = await LoseAsync(bench);
        Assert.Equal(-2_475, Both(await bench.PositionAsync()).Sina.CompensatedRials.Value); // of 2,559; 84 are left

        await bench.SendAsync(Facts.Reversed(receipt) with { WrittenOff = Facts.Exact(84) });

        var (alavi, sina) = Both(await bench.PositionAsync());
        Assert.Equal((2_500L, 2_500L, 0L, 2_500L), Figures(alavi)); // 84 less 59 of the receipt pay for 25 more
        Assert.Equal((5_900L, -2_500L, 8_400L, 0L), Figures(sina));
        Assert.Equal(2, await CompensationsAsync(bench));
        await AssertClosesAsync(bench);
        await bench.SendAsync(Facts.Repaid(loan, FunderShares.Zero, recovered: Facts.Exact(84)));
        Assert.Equal(84, Both(await bench.PositionAsync()).Sina.RecoveredRials.Value);
    }

    [StoreFact]
    public async Task Where_the_reversal_leaves_the_first_nothing_the_other_bears_what_the_loss_grows_by()
    {
        using var bench = await OpenAsync(free: 2_416);
        var (receipt, _) = await LoseAsync(bench);
        Assert.Equal(-2_475, Both(await bench.PositionAsync()).Sina.CompensatedRials.Value); // all that it has

        await bench.SendAsync(Facts.Reversed(receipt) with { WrittenOff = Facts.Exact(84) });

        var (alavi, sina) = Both(await bench.PositionAsync());
        Assert.Equal((2_500L, 2_475L, 25L, 2_475L), Figures(alavi));
        Assert.Equal((5_900L, -2_475L, 8_375L, -59L), Figures(sina)); // the bank took the 59 back
        Assert.Equal(1, await CompensationsAsync(bench));
        await AssertClosesAsync(bench);
    }

    [StoreFact]
    public async Task A_recovery_that_was_none_is_taken_from_those_who_had_it()
    {
        using var bench = await OpenAsync(free: 10_000);
        var (_, loan) = await LoseAsync(bench);
        var recovery = Facts.Repaid(loan, FunderShares.Zero, recovered: Facts.Exact(420));
        await bench.SendAsync(recovery);
        Assert.Equal((0L, 420L), Recovered(await bench.PositionAsync()));

        await bench.SendAsync(Facts.Reversed(recovery));

        Assert.Equal((0L, 0L), Recovered(await bench.PositionAsync()));
        Assert.Equal(1, await CompensationsAsync(bench));
        await AssertClosesAsync(bench);
    }

    [StoreFact]
    public async Task A_loan_keeps_the_order_of_the_day_on_which_it_was_written_off_and_each_change_is_audited()
    {
        using var bench = await OpenAsync(free: 10_000);
        var programme = FundingBench.Programme(84_000_000);
        var (_, first) = await LoseAsync(bench);

        await bench.LoadAsync(programme with { LossOrder = [] });
        await bench.LoadAsync(programme);
        await bench.DepositAsync(Amount);
        var (_, second) = await LoseAsync(bench);
        await bench.SendAsync(Facts.Repaid(first, FunderShares.Zero, recovered: Facts.Exact(84)), Facts.Repaid(second, FunderShares.Zero, recovered: Facts.Exact(84)));

        Assert.Equal((25L, 84L + 59), Recovered(await bench.PositionAsync()));
        Assert.Equal(1, await CompensationsAsync(bench));
        await bench.LoadAsync(programme with { LossOrder = [Funders.Alavi, Funders.Sina] });
        Assert.Equal(
            ["""{"from":"","to":"SINA"}""", """{"from":"SINA","to":""}""", """{"from":"","to":"ALAVI,SINA"}"""],
            await bench.QueryAsync<string>("select details from audit where action = 'programme.loss-order-changed' order by id"));
        await AssertClosesAsync(bench);
    }

    [StoreFact]
    public async Task Without_an_order_nothing_moves_between_the_funders()
    {
        using var bench = await OpenAsync(free: 10_000, first: null);
        var (_, loan) = await LoseAsync(bench);
        await bench.SendAsync(Facts.Repaid(loan, FunderShares.Zero, recovered: Facts.Exact(84)));

        Assert.Equal((25L, 59L), Recovered(await bench.PositionAsync()));
        Assert.Equal(0, await CompensationsAsync(bench));
        Assert.Equal(1, (await bench.QueryAsync<long>("select count(*) from funded_loan where loss_first is null and loss_borne_alavi is null and loss_borne_sina is null")).Single());
        Assert.Equal(0, (await bench.QueryAsync<long>("select count(*) from audit where action = 'programme.loss-order-changed'")).Single());
    }

    [StoreFact]
    public async Task Losses_and_approvals_at_once_do_not_spend_the_same_cash_twice()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 10 * Amount, lossOrder: Funders.Sina);
        var loans = new List<Guid>();
        for (var n = 0; n < 10; n++)
        {
            loans.Add((await bench.LendAsync(Amount)).Loan);
        }

        await bench.DepositAsync(Funders.Alavi, new Rials(25 * 100));
        await bench.DepositAsync(Funders.Sina, new Rials(6_000)); // two losses of 2,500 and a part of one, or fewer where something is promised
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var facts = loans.Select(loan => (IFact)Facts.WrittenOff(loan, Facts.Exact(Amount))).Concat(Enumerable.Range(0, 10).Select(_ => Facts.Approved(Guid.CreateVersion7(), 840)));
        var sent = facts.Select(fact => Task.Run(async () =>
        {
            await gate.Task;
            await bench.SendAsync(fact);
        })).ToList();

        gate.SetResult();
        await Task.WhenAll(sent);

        var (_, sina) = Both(await bench.PositionAsync());
        Assert.Equal(6_000, sina.ReservedRials.Value - sina.CompensatedRials.Value + (sina.CashRials - sina.ReservedRials).Value);
        Assert.False((sina.CashRials - sina.ReservedRials).IsNegative);
        Assert.True(sina.CompensatedRials.IsNegative);
        await AssertClosesAsync(bench);
    }

    /// <summary>A pool in which the loans of <see cref="LoseAsync"/> take all but what the first funder, or Sina where there is none, has free.</summary>
    private static async Task<FundingBench> OpenAsync(long free, string? first = Funders.Sina)
    {
        var bench = await FundingBench.OpenAsync(deposited: Amount, lossOrder: first);
        await bench.DepositAsync(first ?? Funders.Sina, new Rials(free));
        return bench;
    }

    /// <summary>A loan of which 84 was repaid and the rest is given up.</summary>
    private static async Task<(RepaymentPosted Receipt, Guid Loan)> LoseAsync(FundingBench bench)
    {
        var (_, _, loan) = await bench.LendAsync(Amount);
        var receipt = Facts.Repaid(loan, Facts.Exact(84));
        await bench.SendAsync([receipt, Facts.WrittenOff(loan, Loss)]);
        return (receipt, loan);
    }

    private static (FunderPosition Alavi, FunderPosition Sina) Both(PositionView position) => (position.Funders[0], position.Funders[1]);

    private static (long WrittenOff, long Compensated, long Borne, long Cash) Figures(FunderPosition funder) =>
        (funder.WrittenOffRials.Value, funder.CompensatedRials.Value, funder.LossesBorneRials.Value, funder.CashRials.Value);

    private static (long Alavi, long Sina) Recovered(PositionView position) => (position.Funders[0].RecoveredRials.Value, position.Funders[1].RecoveredRials.Value);

    private static async Task<long> CompensationsAsync(FundingBench bench) =>
        (await bench.QueryAsync<long>("select count(*) from journal_entry where kind = 'loss-compensation'")).Single();

    private static async Task AssertClosesAsync(FundingBench bench)
    {
        BookingTests.AssertCloses(await bench.PositionAsync());
        await bench.AssertSoundAsync();
    }
}
