using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests;

/// <summary>Receipts that were none, in the funders' books (rules R2, R4 and R10). What becomes of their money at the bank is tested beside the statements.</summary>
public class ReversalTests
{
    private const long Amount = 8_400;

    private static readonly FunderShares Shares = Facts.Exact(Amount);

    [StoreFact]
    public async Task A_receipt_that_is_taken_back_leaves_every_figure_as_if_it_had_never_come()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(Amount);
        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(84), fee: 3));
        var before = await FiguresAsync(bench);
        var receipt = Facts.Repaid(loan, Facts.Exact(840), fee: 5, credit: 7);

        await bench.SendAsync(receipt, Facts.Reversed(receipt));

        Assert.Equal(before, await FiguresAsync(bench));
        var corrected = Assert.Single(await bench.QueryAsync<Guid>("select corrects from journal_entry where kind = 'receipt-reversal'"));
        Assert.Equal(receipt.Header.MessageId, Assert.Single(await bench.QueryAsync<(Guid EntryId, Guid SourceId)>("select entry_id, source_id from journal_entry"), row => row.EntryId == corrected).SourceId);
        BookingTests.AssertCloses(await bench.PositionAsync());
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task What_is_taken_back_is_the_difference_that_the_loan_books_tell_and_not_the_receipts_own_parts()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(Amount);
        var first = Facts.Repaid(loan, Facts.Exact(840));
        await bench.SendAsync(first, Facts.Repaid(loan, Facts.Exact(Amount - 840), fee: 10, credit: 84));

        await bench.SendAsync(Facts.Reversed(first, FunderShares.Zero - Facts.Exact(756), fee: 0, credit: -84));

        var position = await bench.PositionAsync();
        Assert.Equal((Amount - 756, 10L, 0L), (position.Funders.Select(funder => funder.CollectedRials).Sum().Value, position.FeesHeldRials.Value, position.BorrowersCreditRials.Value));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_settled_loan_is_lent_again_as_soon_as_principal_is_taken_back_and_settles_again()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(Amount);
        var last = Facts.Repaid(loan, Shares);
        await bench.SendAsync([last, Facts.Settled(loan, Shares)]);

        await bench.SendAsync(Facts.Reversed(last));
        Assert.Equal("lent", await StateAsync(bench));
        await bench.SendAsync(Facts.Reopened(loan));
        Assert.Equal("lent", await StateAsync(bench));
        await bench.AssertSoundAsync();
        await bench.SendAsync([Facts.Repaid(loan, Shares), Facts.Settled(loan, Shares)]);

        Assert.Equal("settled", await StateAsync(bench));
        Assert.Equal(0, await bench.CountAsync("waiting"));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_settled_loan_that_owes_only_a_fee_again_is_opened_by_its_reopening()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(Amount);
        var fee = Facts.Repaid(loan, FunderShares.Zero, fee: 5);
        await bench.SendAsync([Facts.Repaid(loan, Shares), fee, Facts.Settled(loan, Shares), Facts.Reversed(fee)]);
        Assert.Equal("settled", await StateAsync(bench));

        await bench.SendAsync(Facts.Reopened(loan));

        Assert.Equal("lent", await StateAsync(bench));
        Assert.Equal(Rials.Zero, (await bench.PositionAsync()).FeesHeldRials);
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Facts_of_a_reversal_that_overtake_each_other_or_come_twice_are_booked_in_order_and_once()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(Amount);
        var last = Facts.Repaid(loan, Shares);
        IFact[] facts = [last, Facts.Settled(loan, Shares), Facts.Reversed(last), Facts.Reopened(loan), Facts.Repaid(loan, Facts.Exact(84))];

        await bench.SendAsync(facts.Reverse());
        await bench.SendAsync(facts);

        Assert.Equal("lent", await StateAsync(bench));
        Assert.Equal(0, await bench.CountAsync("waiting"));
        Assert.Equal(3, await bench.CountAsync("journal_entry where kind in ('repayment', 'receipt-reversal')"));
        Assert.Equal(84, (await bench.PositionAsync()).Funders.Select(funder => funder.CollectedRials).Sum().Value);
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_receipt_of_a_loan_whose_payment_came_back_leaves_the_borrowers_credit()
    {
        using var bench = await FundingBench.OpenAsync();
        var (application, order, loan) = await bench.LendAsync(Amount);
        var credit = Facts.Repaid(loan, FunderShares.Zero, credit: 40);
        await bench.SendAsync([Facts.Returned(application, Shares, order, loan), credit, Facts.Reversed(credit)]);

        Assert.Equal(("returned", 0L), (await StateAsync(bench), (await bench.PositionAsync()).BorrowersCreditRials.Value));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_collection_that_was_remitted_is_taken_back_and_the_funder_has_been_paid_too_much_until_others_come()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(Amount);
        var receipt = Facts.Repaid(loan, Facts.Exact(84));
        await bench.SendAsync(receipt);
        await bench.WithdrawAsync("remittance", Funders.Sina, 59);

        await bench.SendAsync(Facts.Reversed(receipt));

        Assert.Equal(-59, (await bench.PositionAsync()).Funders.Single(funder => funder.Code == Funders.Sina).RemittableRials.Value);
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_reversal_whose_parts_are_not_its_amount_is_parked_and_changes_nothing()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(Amount);
        var receipt = Facts.Repaid(loan, Facts.Exact(84));
        await bench.SendAsync(receipt);

        await Assert.ThrowsAsync<FactRefusedException>(() => bench.SendAsync(Facts.Reversed(receipt, fee: -1)));

        Assert.Equal(84, (await bench.PositionAsync()).Funders.Select(funder => funder.CollectedRials).Sum().Value);
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_receipt_is_taken_back_once_and_only_where_the_books_have_it()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(Amount);
        var receipt = Facts.Repaid(loan, Facts.Exact(84));
        await bench.SendAsync(receipt, Facts.Repaid(loan, Facts.Exact(84)), Facts.Reversed(receipt));

        var twice = await Assert.ThrowsAsync<FactRefusedException>(() => bench.SendAsync(Facts.Reversed(receipt)));

        Assert.Contains("taken back", twice.Message, StringComparison.Ordinal);
        Assert.Equal(84, (await bench.PositionAsync()).Funders.Select(funder => funder.CollectedRials).Sum().Value);
        await bench.AssertSoundAsync();
    }

    private static async Task<string> StateAsync(FundingBench bench) => Assert.Single(await bench.QueryAsync<string>("select state from funded_loan"));

    /// <summary>What the funders, the bank and the forecast have.</summary>
    private static async Task<IReadOnlyList<object>> FiguresAsync(FundingBench bench)
    {
        var position = await bench.PositionAsync();
        return
        [
            .. position.Funders, position.FeesHeldRials, position.BorrowersCreditRials, position.BankBalanceRials,
            .. (await bench.QueryAsync<(int, long, long)>("select due_date, alavi, sina from planned_collection where alavi + sina > 0 order by due_date")).Select(row => (object)row),
        ];
    }
}
