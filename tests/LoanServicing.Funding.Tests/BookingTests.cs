using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.Funding.Tests;

public class BookingTests
{
    private const long Amount = 84_000;

    private static readonly FunderShares Shares = Facts.Exact(Amount);

    [StoreFact]
    public async Task A_loans_whole_life_leaves_the_figures_closed_at_every_step()
    {
        using var bench = await FundingBench.OpenAsync(deposited: Amount);
        var (application, order, loan) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var fact in new Contracts.IFact[]
        {
            Facts.Approved(application, Amount),
            Facts.Ordered(application, Shares, order),
            Facts.Failed(application, Shares, order),
            Facts.Ordered(application, Shares, loan, attempt: 2),
            Facts.Disbursed(application, Shares, loan, loan, attempt: 2),
            Facts.Repaid(loan, Shares.Standing(new Rials(1)), fee: 40),
            Facts.Repaid(loan, Shares - Shares.Standing(new Rials(1)), credit: 7),
            Facts.Settled(loan, Shares),
            Facts.Closed(application, closedAs: "Settled"),
        })
        {
            await bench.SendAsync(fact);
            AssertCloses(await bench.PositionAsync());
            await bench.AssertSoundAsync();
        }

        var position = await bench.PositionAsync();
        Assert.Equal((40L, 7L, Amount + 47), (position.FeesHeldRials.Value, position.BorrowersCreditRials.Value, position.BankBalanceRials.Value));
        Assert.All(position.Funders, funder => Assert.Equal((Rials.Zero, funder.DepositedRials), (funder.OutstandingRials, funder.CashRials)));
    }

    [StoreFact]
    public async Task An_order_at_the_bank_is_still_the_funders_cash_and_no_longer_free()
    {
        using var bench = await FundingBench.OpenAsync(deposited: Amount);
        var application = Guid.CreateVersion7();
        await bench.SendAsync([Facts.Approved(application, Amount), Facts.Ordered(application, Shares, Guid.CreateVersion7())]);

        var position = await bench.PositionAsync();

        Assert.Equal((Amount, Amount), (position.BankBalanceRials.Value, position.Funders.Select(funder => funder.CashRials).Sum().Value));
        Assert.Equal((Amount, 0L), (position.Tranches[0].ReservedRials.Value, position.Tranches[0].DrawnRials.Value));
    }

    [StoreFact]
    public async Task An_entry_is_booked_on_the_day_of_its_fact_and_names_its_message()
    {
        using var bench = await FundingBench.OpenAsync();
        var application = Guid.CreateVersion7();
        await bench.SendAsync(Facts.Approved(application, Amount));
        var fact = Facts.Ordered(application, Shares, Guid.CreateVersion7(), on: new LocalDate(2026, 11, 20));

        await bench.SendAsync(fact);

        Assert.Equal(fact.Header.MessageId, Assert.Single(await bench.QueryAsync<Guid>("select source_id from journal_entry where business_date = 20261120")));
    }

    [StoreFact]
    public async Task A_repayment_waits_for_its_loan()
    {
        using var bench = await FundingBench.OpenAsync();
        var (application, order, loan) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await bench.SendAsync([Facts.Repaid(loan, Shares), Facts.Settled(loan, Shares)]);
        Assert.Equal(2, await bench.CountAsync("waiting"));

        await bench.SendAsync(
            [Facts.Approved(application, Amount), Facts.Ordered(application, Shares, order), Facts.Disbursed(application, Shares, order, loan)]);

        Assert.Equal(0, await bench.CountAsync("waiting"));
        Assert.Equal("settled", Assert.Single(await bench.QueryAsync<string>("select state from funded_loan")));
    }

    [StoreFact]
    public async Task A_backdated_receipt_that_takes_principal_back_is_the_opposite_transfer()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(Amount);
        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(840)));

        await bench.SendAsync(Facts.Repaid(loan, FunderShares.Zero - Facts.Exact(84), fee: 100));

        var position = await bench.PositionAsync();
        Assert.Equal((756L, 100L), (position.Funders.Select(funder => funder.CollectedRials).Sum().Value, position.FeesHeldRials.Value));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_settled_loan_that_did_not_return_exactly_its_shares_is_parked()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(Amount);
        await bench.SendAsync(Facts.Repaid(loan, Shares - new FunderShares(new Rials(1), Rials.Zero)));

        await Assert.ThrowsAsync<FactRefusedException>(() => bench.SendAsync(Facts.Settled(loan, Shares)));

        Assert.Equal("lent", Assert.Single(await bench.QueryAsync<string>("select state from funded_loan")));
    }

    [StoreFact]
    public async Task A_repayment_of_more_than_a_funder_gave_is_parked_and_changes_nothing()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(Amount);
        var before = await bench.CountAsync("journal_entry");

        await Assert.ThrowsAsync<FactRefusedException>(() => bench.SendAsync(Facts.Repaid(loan, Shares + new FunderShares(new Rials(1), new Rials(-1)))));

        Assert.Equal(before, await bench.CountAsync("journal_entry"));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_payment_in_other_shares_than_reserved_is_parked()
    {
        using var bench = await FundingBench.OpenAsync();
        var application = Guid.CreateVersion7();
        await bench.SendAsync(Facts.Approved(application, Amount));

        await Assert.ThrowsAsync<FactRefusedException>(() =>
            bench.SendAsync(Facts.Ordered(application, Shares + new FunderShares(new Rials(1), new Rials(-1)), Guid.CreateVersion7())));
    }

    [StoreFact]
    public async Task A_payment_comes_back_after_its_collections_were_remitted()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 8_400);
        var (application, order, loan) = await bench.LendAsync(8_400);
        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(84)));
        await bench.WithdrawAsync("remittance", Funders.Alavi, 25);
        await bench.WithdrawAsync("remittance", Funders.Sina, 59);

        await bench.SendAsync(Facts.Repaid(loan, FunderShares.Zero - Facts.Exact(84), credit: 84));
        await bench.AssertSoundAsync();
        await bench.SendAsync(Facts.Returned(application, Facts.Exact(8_400), order, loan));

        var position = await bench.PositionAsync();
        AssertCloses(position);
        Assert.Equal((8_400L, 84L), (position.BankBalanceRials.Value, position.BorrowersCreditRials.Value));
        Assert.All(position.Funders, funder => Assert.Equal(-funder.RemittedRials, funder.RemittableRials));
        var (all, less) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await bench.SendAsync(Facts.Approved(all, 8_400), Facts.Approved(less, 8_400 - 84));
        Assert.Equal("queued", await bench.StateAsync(all)); // the borrower's credit is not lent
        await bench.SendAsync(Facts.Closed(all));
        Assert.Equal("reserved", await bench.StateAsync(less));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_returned_loan_waits_for_its_postings_even_the_first()
    {
        using var bench = await FundingBench.OpenAsync();
        var (application, order, loan) = await bench.LendAsync(Amount);
        var repaid = Facts.Repaid(loan, Facts.Exact(84));
        var takenBack = Facts.Repaid(loan, FunderShares.Zero - Facts.Exact(84), credit: 84);

        await bench.SendAsync(Facts.Returned(application, Shares, order, loan));
        var whileOwed = Assert.Single(await bench.QueryAsync<string>("select state from funded_loan"));
        await bench.SendAsync(repaid, takenBack);

        Assert.Equal("lent", whileOwed);
        Assert.Equal("returned", Assert.Single(await bench.QueryAsync<string>("select state from funded_loan")));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Facts_of_one_loan_that_overtake_each_other_are_booked_in_order()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(Amount);
        IFact[] facts = [Facts.Repaid(loan, Facts.Exact(84)), Facts.Repaid(loan, Shares - Facts.Exact(84)), Facts.Settled(loan, Shares)];

        await bench.SendAsync(facts.Reverse());

        Assert.Equal("settled", Assert.Single(await bench.QueryAsync<string>("select state from funded_loan")));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Money_in_suspense_is_in_the_bank_and_nobodys()
    {
        using var bench = await FundingBench.OpenAsync(deposited: Amount);
        var fact = Facts.Suspended(777);
        await bench.SendAsync([fact, fact, Facts.Suspended(223)]);

        var position = await bench.PositionAsync();

        Assert.Equal((1_000L, Amount + 1_000), (position.SuspenseRials.Value, position.BankBalanceRials.Value));
        AssertCloses(position);
        await bench.AssertSoundAsync();
        Assert.Equal(2, Assert.Single(await bench.QueryAsync<long>("select count(*) from journal_entry where kind = 'suspense' and value_date is not null")));
    }

    internal static void AssertCloses(Endpoints.PositionView position)
    {
        foreach (var funder in position.Funders)
        {
            Assert.Equal(funder.CashRials, funder.DepositedRials + funder.CollectedRials + funder.RecoveredRials + funder.CompensatedRials - funder.DrawnRials - funder.RemittedRials);
            Assert.Equal(funder.OutstandingRials, funder.DrawnRials - funder.CollectedRials - funder.WrittenOffRials);
            Assert.True(funder.ReservedRials + funder.DrawnRials <= funder.DepositedRials);
            Assert.Equal(funder.LossesBorneRials, funder.WrittenOffRials - funder.CompensatedRials);
        }

        var cash = position.Funders.Select(funder => funder.CashRials).Sum();
        Assert.Equal(position.BankBalanceRials, cash + position.FeesHeldRials + position.LateChargesHeldRials + position.CharityHeldRials + position.SuspenseRials + position.BorrowersCreditRials);
        Assert.All(position.Tranches, tranche =>
            Assert.Equal(tranche.AvailableRials, tranche.AllocatedRials - tranche.ReservedRials - tranche.DrawnRials));
        Assert.All(position.Funders, funder => Assert.True(funder.RecoveredRials <= funder.LossesBorneRials));
        Assert.True(position.Funders.Select(funder => funder.CompensatedRials).Sum().IsZero);
        Assert.Equal(
            position.Funders.Select(funder => funder.OutstandingRials).Sum(),
            position.Tranches.SelectMany(tranche => tranche.Funders.Values).Select(funder => funder.OutstandingRials).Sum());
        Assert.Equal(
            position.Funders.Select(funder => funder.WrittenOffRials).Sum(),
            position.Tranches.SelectMany(tranche => tranche.Funders.Values).Select(funder => funder.WrittenOffRials).Sum());
        Assert.Equal(
            position.Funders.Select(funder => funder.DrawnRials).Sum(), position.Tranches.Select(tranche => tranche.DrawnRials).Sum());
    }
}
