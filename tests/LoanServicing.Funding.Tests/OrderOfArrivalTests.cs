using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests;

public class OrderOfArrivalTests
{
    [StoreTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Every_message_twice_and_in_any_order_ends_in_the_same_books(int seed)
    {
        var lives = Enumerable.Range(1, 12).Select(Life).ToList();
        var expected = await BooksAfterAsync(lives.SelectMany(life => life));

        var shuffled = Shuffle(lives, new Random(seed));

        Assert.Equal(expected, await BooksAfterAsync(shuffled));
    }

    [StoreFact]
    public async Task The_same_message_a_second_time_changes_nothing()
    {
        using var bench = await FundingBench.OpenAsync();
        foreach (var fact in Life(3))
        {
            await bench.SendAsync(fact);
            var (entries, position) = (await bench.CountAsync("journal_entry"), await bench.PositionAsync());
            await bench.SendAsync(fact);
            Assert.Equal(entries, await bench.CountAsync("journal_entry"));
            Assert.Equivalent(position, await bench.PositionAsync());
        }
    }

    /// <summary>One application's facts in the order in which they happened; each ends in another way.</summary>
    private static List<IFact> Life(int number)
    {
        var (application, first, second, loan) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var shares = Facts.Exact(84 * number);
        var part = shares.Standing(new Rials(number));
        List<IFact> life = [Facts.Approved(application, shares.Total.Value)];
        if (number % 4 == 0)
        {
            return [.. life, Facts.Closed(application)];
        }

        life.AddRange([Facts.Ordered(application, shares, first), Facts.Failed(application, shares, first)]);
        life.AddRange([Facts.Ordered(application, shares, second, attempt: 2), Facts.Disbursed(application, shares, second, loan, attempt: 2)]);
        if (number % 8 == 6)
        {
            return
            [
                .. life, Facts.Repaid(loan, part, fee: 3), Facts.WrittenOff(loan, shares - part), Facts.Repaid(loan, FunderShares.Zero, recovered: (shares - part).Standing(new Rials(5))),
            ];
        }

        if (number % 4 == 3)
        {
            var last = Facts.Repaid(loan, shares - part);
            return
            [
                .. life, Facts.Repaid(loan, part, fee: 3), last, Facts.Settled(loan, shares), Facts.Reversed(last), Facts.Reopened(loan),
                Facts.Repaid(loan, shares - part, credit: 2), Facts.Settled(loan, shares), Facts.Closed(application, closedAs: "Settled"),
            ];
        }

        return number % 4 == 1
            ? [.. life, Facts.Returned(application, shares, second, loan, attempt: 2), Facts.Approved(application, shares.Total.Value, round: 2)]
            :
            [
                .. life, Facts.Repaid(loan, part, fee: 3), Facts.Repaid(loan, shares - part, credit: 2), Facts.Settled(loan, shares),
                Facts.Closed(application, closedAs: "Settled"),
            ];
    }

    /// <summary>
    /// Anything may overtake anything, with two exceptions. The facts of one loan come from one publisher under one key, which keeps their
    /// order; and nobody closes an application, settled or given up, before the approval that it answers.
    /// </summary>
    private static List<IFact> Shuffle(List<List<IFact>> lives, Random random)
    {
        var facts = lives.SelectMany(life => life.Concat(life)).ToArray();
        random.Shuffle(facts);
        foreach (var life in lives)
        {
            Sort(facts, life, fact => fact.Header.Stream == Streams.Loan);
            Sort(facts, life, fact => fact is ApplicationClosed or ApplicationApproved);
        }

        return [.. facts];
    }

    private static void Sort(IFact[] facts, List<IFact> life, Func<IFact, bool> ofOneKey)
    {
        var ids = life.Where(ofOneKey).Select(fact => fact.Header.MessageId).ToList();
        var places = Enumerable.Range(0, facts.Length).Where(place => ids.Contains(facts[place].Header.MessageId)).ToList();
        var inOrder = places.Select(place => facts[place]).OrderBy(fact => ids.IndexOf(fact.Header.MessageId)).ToList();
        foreach (var (place, fact) in places.Zip(inOrder))
        {
            facts[place] = fact;
        }
    }

    /// <summary>Every kept balance, every row of a funder and a tranche and what is planned, as text; and nothing may be left waiting.</summary>
    private static async Task<IReadOnlyList<string>> BooksAfterAsync(IEnumerable<IFact> facts)
    {
        using var bench = await FundingBench.OpenAsync();
        await bench.SendAsync(facts);
        Assert.Empty(await bench.QueryAsync<string>("select wait_key from waiting"));
        await bench.AssertSoundAsync();
        var balances = await bench.QueryAsync<BalanceRow>(BalanceStore.SelectAll + " order by account, owner, tranche, business_date");
        var funders = await bench.QueryAsync<FunderRow>(PoolStore.SelectFunders);
        var tranches = await bench.QueryAsync<TrancheRow>(PoolStore.SelectTranches);
        var planned = await bench.QueryAsync<PlannedRow>(PlannedCollectionStore.SelectAll);
        return
        [
            .. balances.Select(row => row.ToString()), .. funders.Select(row => row.ToString()), .. tranches.Select(row => row.ToString()),
            .. planned.Where(row => row.Shares != FunderShares.Zero).Select(row => row.ToString()),
        ];
    }
}
