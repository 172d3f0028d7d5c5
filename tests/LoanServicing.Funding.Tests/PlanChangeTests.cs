using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using LoanServicing.Funding.Endpoints;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.Funding.Tests;

/// <summary>A loan that is repaid otherwise: what is still to come moves to the new due dates (rule R4), and nothing is booked.</summary>
public class PlanChangeTests
{
    private const long Amount = ForecastTests.Amount;

    private static readonly LocalDate FirstDue = new(2027, 1, 21); // 1405-11-01

    private static readonly LocalDate ThreeMonthsLater = new(2027, 4, 21); // 1406-02-01

    [StoreFact]
    public async Task A_holiday_moves_what_is_left_and_no_rial_is_lost()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(Amount);
        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(Amount).Standing(new Rials(10))));
        var entries = await bench.CountAsync("journal_entry");

        await bench.SendAsync(Facts.Replanned(loan, await ChangeAsync(bench, loan, new PlanChangeOrder(PlanChangeKind.Holiday, Months: 3))));

        Assert.Equal((0, 22), (await CollectedOnAsync(bench, FirstDue), await CollectedOnAsync(bench, ThreeMonthsLater)));
        Assert.Equal(Amount - 10, (await bench.QueryAsync<long>("select sum(alavi + sina) from planned_collection")).Single());
        Assert.Equal(entries, await bench.CountAsync("journal_entry"));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Receipts_and_their_reversals_follow_the_plan_as_it_stands()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(Amount);
        var receipt = Facts.Repaid(loan, Facts.Exact(84));
        await bench.SendAsync(receipt);
        await bench.SendAsync(Facts.Replanned(loan, await ChangeAsync(bench, loan, new PlanChangeOrder(PlanChangeKind.Holiday, Months: 3))));
        await bench.SendAsync(Facts.Replanned(loan, await ChangeAsync(bench, loan, new PlanChangeOrder(PlanChangeKind.DueDay, DueDay: 15))));
        await bench.AssertSoundAsync();

        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(168)), Facts.Reversed(receipt));

        Assert.Equal(Amount - 168, (await bench.QueryAsync<long>("select sum(alavi + sina) from planned_collection")).Single());
        Assert.Equal(2, (await bench.QueryAsync<string>("select plan_changes from funded_loan")).Single().Split(' ').Length);
        await bench.AssertSoundAsync();
    }

    [StoreTheory]
    [InlineData(PlanChangeKind.CallIn)]
    [InlineData(PlanChangeKind.Extension)]
    [InlineData(PlanChangeKind.Hardship)]
    public async Task Every_kind_of_change_is_followed(PlanChangeKind kind)
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(Amount);
        var other = (await bench.LendAsync(84)).Loan;
        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(Amount).Standing(new Rials(10))));
        var order = new PlanChangeOrder(kind, Months: 2, Installments: kind == PlanChangeKind.Extension ? 12 : 60);

        await bench.SendAsync(Facts.Replanned(loan, await ChangeAsync(bench, loan, order, FirstDue.PlusDays(40))));

        Assert.Equal(Amount - 10 + 84, (await bench.QueryAsync<long>("select sum(alavi + sina) from planned_collection")).Single());
        await bench.AssertSoundAsync();
        await bench.SendAsync([Facts.Repaid(loan, Facts.Exact(Amount) - Facts.Exact(Amount).Standing(new Rials(10))), Facts.Settled(loan, Facts.Exact(Amount)), Facts.Repaid(other, Facts.Exact(84))]);
        Assert.Equal(0, (await bench.QueryAsync<long>("select sum(alavi + sina) from planned_collection")).Single());
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_change_that_overtakes_or_comes_twice_is_made_once_and_in_its_place()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(Amount);
        var receipt = Facts.Repaid(loan, Facts.Exact(84));
        var change = Facts.Replanned(loan, await ChangeAsync(bench, loan, new PlanChangeOrder(PlanChangeKind.Holiday, Months: 3)));

        await bench.SendAsync(change);
        Assert.Equal(1, await bench.CountAsync("waiting"));
        await bench.SendAsync([receipt, change, receipt]);

        Assert.Equal(0, await bench.CountAsync("waiting"));
        Assert.Single((await bench.QueryAsync<string>("select plan_changes from funded_loan")).Single().Split(' '));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_change_that_does_not_fit_the_plan_is_parked_and_so_is_one_of_a_settled_loan()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(Amount);
        var change = await ChangeAsync(bench, loan, new PlanChangeOrder(PlanChangeKind.Holiday, Months: 3));

        await Assert.ThrowsAsync<FactRefusedException>(() => bench.SendAsync(Facts.Replanned(loan, change with { PrincipalBefore = new Rials(1) })));

        Assert.Equal("", (await bench.QueryAsync<string>("select plan_changes from funded_loan")).Single());
        await bench.AssertSoundAsync();
        var (_, _, settled) = await bench.LendAsync(Amount);
        await bench.SendAsync([Facts.Repaid(settled, Facts.Exact(Amount)), Facts.Settled(settled, Facts.Exact(Amount))]);
        await Assert.ThrowsAsync<FactRefusedException>(() => bench.SendAsync(Facts.Replanned(settled, change)));
    }

    [StoreFact]
    public async Task The_months_of_grace_that_have_a_fee_are_kept_with_the_terms()
    {
        using var bench = await FundingBench.OpenAsync();
        var (application, order, loan) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var disbursed = Facts.Disbursed(application, Facts.Exact(Amount), order, loan);
        await bench.SendAsync(
            [Facts.Approved(application, Amount), Facts.Ordered(application, Facts.Exact(Amount), order), disbursed with { Terms = disbursed.Terms with { GraceMonths = 6, FeeGraceMonths = 6 } }]);

        Assert.Equal(6, (await bench.Database.WriteAsync(unit => LoanStore.FindAsync(unit, loan)))!.Terms!.FeeGraceMonths);
        await bench.AssertSoundAsync();
    }

    private static async Task<PlanChange> ChangeAsync(FundingBench bench, Guid loanId, PlanChangeOrder order, LocalDate? on = null)
    {
        var loan = (await bench.Database.WriteAsync(unit => LoanStore.FindAsync(unit, loanId)))!;
        var (change, problem) = PlanChanges.Make(loan.Plan!, loan.Collected.Total, on ?? Facts.Today, order, new PlanLimits(120, 12));
        Assert.Equal(PlanChangeProblem.None, problem);
        return change!;
    }

    /// <summary>What the forecast collects for Alavi on a day.</summary>
    private static async Task<long> CollectedOnAsync(FundingBench bench, LocalDate day)
    {
        ForecastView forecast = await bench.Database.ReadAsync(connection => ForecastReader.ReadAsync(connection, Facts.Today, 366));
        return forecast.Items.Single(item => item.Date == day && item.Funder == Funders.Alavi).CollectionsRials.Value;
    }
}
