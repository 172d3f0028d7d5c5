using LoanServicing.Domain.Money;
using LoanServicing.Funding.Reconciliation;
using NodaTime;

namespace LoanServicing.Funding.Tests.Reconciliation;

/// <summary>Which statement goes on from which, and which does not.</summary>
public sealed class StatementChainTests
{
    [Fact]
    public void Days_that_follow_each_other_have_no_gap_whatever_days_the_bank_leaves_out()
    {
        var chain = Chain((1, 1, 0, 100), (2, 2, 100, 100), (6, 6, 100, 70));

        Assert.Empty(chain.Gaps);
        Assert.Equal((0L, 70L), Ends(chain));
    }

    [Theory]
    [InlineData(150, 50)]
    [InlineData(70, -30)]
    public void A_day_that_was_not_sent_shows_by_what_it_moved(long opening, long differs)
    {
        var gap = Assert.Single(Chain((1, 1, 0, 100), (3, 3, opening, 200), (4, 4, 200, 210)).Gaps);

        Assert.Equal((3, 1, differs), (gap.Statement.PeriodFrom.Day, gap.Before.PeriodTo.Day, gap.Differs.Value));
    }

    [Fact]
    public void A_day_in_several_statements_goes_on_from_one_to_the_next_in_whatever_order_they_came()
    {
        var chain = Chain((1, 1, 0, 100), (2, 2, 124, 148), (2, 2, 100, 124), (3, 3, 148, 150));

        Assert.Empty(chain.Gaps);
        Assert.Equal((0L, 150L), Ends(chain));
    }

    [Fact]
    public void The_last_part_of_the_last_day_closes_the_whole_and_the_first_part_of_the_first_opens_it()
    {
        Assert.Equal((100L, 148L), Ends(Chain((1, 1, 124, 148), (1, 1, 100, 124))));
        Assert.Equal((5L, 5L), Ends(Chain((1, 1, 5, 5), (1, 1, 5, 5))));
    }

    [Fact]
    public void A_part_of_a_day_that_was_not_sent_shows_against_the_part_before()
    {
        var gap = Assert.Single(Chain((1, 1, 0, 100), (2, 2, 100, 124), (2, 2, 130, 148)).Gaps);

        Assert.Equal((6L, 2), (gap.Differs.Value, gap.Before.PeriodTo.Day));
    }

    [Fact]
    public void The_same_day_told_again_and_a_longer_statement_of_days_that_are_known_are_no_gaps()
    {
        var chain = Chain((1, 1, 0, 100), (1, 1, 0, 100), (2, 2, 100, 124), (2, 2, 100, 124), (2, 9, 100, 300), (3, 3, 124, 150), (10, 10, 300, 301));

        Assert.Empty(chain.Gaps);
        Assert.Equal((0L, 301L), Ends(chain));
    }

    [Fact]
    public void What_begins_within_a_longer_statement_is_passed_over_and_what_comes_behind_it_is_compared()
    {
        var gap = Assert.Single(Chain((1, 3, 0, 100), (3, 5, 90, 120), (6, 6, 121, 122)).Gaps);

        Assert.Equal((1L, 6), (gap.Differs.Value, gap.Statement.PeriodFrom.Day));
    }

    [Fact]
    public void Behind_a_statement_without_a_balance_and_in_one_nothing_is_compared()
    {
        var chain = Chain((1, 1, 0, 100), (2, 2, null, null), (3, 3, 500, 510), (4, 4, null, null));

        Assert.Empty(chain.Gaps);
        Assert.Null(chain.Last!.Closing);
        Assert.Equal(102, Chain((1, 1, 0, 100), (2, 2, 100, 102), (2, 2, null, null)).Last!.Closing!.Value.Value);
    }

    [Fact]
    public void Of_no_statements_nothing_is_first_or_last()
    {
        var chain = StatementChain.Of([]);

        Assert.Null(chain.First);
        Assert.Null(chain.Last);
        Assert.Empty(chain.Gaps);
    }

    private static StatementChain Chain(params (int From, int To, long? Opening, long? Closing)[] statements) => StatementChain.Of(
        statements.OrderBy(one => one.From).Select(one => new ChainedStatement
        {
            FileId = Guid.CreateVersion7(),
            Number = 1,
            PeriodFrom = new LocalDate(2026, 11, one.From),
            PeriodTo = new LocalDate(2026, 11, one.To),
            Opening = one.Opening is { } opening ? new Rials(opening) : null,
            Closing = one.Closing is { } closing ? new Rials(closing) : null,
        }));

    private static (long? Opening, long? Closing) Ends(StatementChain chain) => (chain.First?.Opening?.Value, chain.Last?.Closing?.Value);
}
