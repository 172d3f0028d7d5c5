using LoanServicing.Domain.Applications;
using NodaTime;

namespace LoanServicing.Domain.Tests.Applications;

public class MilestonesTests
{
    private static readonly LocalDate PaidOutOn = new(2026, 11, 22);
    private static readonly LocalDate Day = new(2027, 3, 21);
    private static readonly LocalDate Today = new(2027, 6, 1);

    /// <summary>Every cell: a milestone of a day before, on, and after the day of one that is recorded; + can be, o is out of order, x is recorded already.</summary>
    [Theory]
    [InlineData("established", "established", "xxx")]
    [InlineData("established", "inOperation", "++o")]
    [InlineData("established", "inspected", "+++")]
    [InlineData("established", "deviated", "+++")]
    [InlineData("inOperation", "established", "o++")]
    [InlineData("inOperation", "inOperation", "xxx")]
    [InlineData("inOperation", "inspected", "+++")]
    [InlineData("inOperation", "deviated", "+++")]
    [InlineData("inspected", "established", "+++")]
    [InlineData("inspected", "inOperation", "+++")]
    [InlineData("inspected", "inspected", "+x+")]
    [InlineData("inspected", "deviated", "+++")]
    [InlineData("deviated", "established", "+++")]
    [InlineData("deviated", "inOperation", "+++")]
    [InlineData("deviated", "inspected", "+++")]
    [InlineData("deviated", "deviated", "+x+")]
    public void A_milestone_stands_to_one_that_is_recorded_as_the_table_says(string kind, string recorded, string cells) =>
        Assert.Equal(cells, string.Concat(((int[])[-1, 0, 1]).Select(days => Cell(kind, Day.PlusDays(days), recorded))));

    [Fact]
    public void The_table_has_every_pair()
    {
        var cells = Milestones.Kinds.SelectMany(kind => Milestones.Kinds, Milestones.For).ToList();

        Assert.Equal(16, cells.Count);
        Assert.All(cells, cell => Assert.True(Enum.IsDefined(cell)));
    }

    [Theory]
    [InlineData(-1, MilestoneProblem.BeforePayout)]
    [InlineData(0, null)]
    public void Nothing_is_reached_before_the_payment(int days, MilestoneProblem? problem) => Assert.All(
        Milestones.Kinds, kind => Assert.Equal(problem, Milestones.ProblemOf(new Milestone(kind, PaidOutOn.PlusDays(days)), [], PaidOutOn, Today)?.Problem));

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, MilestoneProblem.AfterBusinessDate)]
    public void Nothing_is_reached_after_the_business_date(int days, MilestoneProblem? problem) => Assert.All(
        Milestones.Kinds, kind => Assert.Equal(problem, Milestones.ProblemOf(new Milestone(kind, Today.PlusDays(days)), [], PaidOutOn, Today)?.Problem));

    [Fact]
    public void The_one_that_it_stands_against_is_named()
    {
        var against = new Milestone(MilestoneKind.Established, Day);

        var found = Milestones.ProblemOf(
            new Milestone(MilestoneKind.InOperation, Day.PlusDays(-1)), [new Milestone(MilestoneKind.Inspected, Day), against], PaidOutOn, Today);

        Assert.Equal((MilestoneProblem.OutOfOrder, against), found);
    }

    [Fact]
    public void An_inspection_and_a_deviation_name_who_was_there_and_a_deviation_what_was_found()
    {
        Assert.Equal(["inspected", "deviated"], Milestones.Kinds.Where(Milestones.NeedsInspector).Select(Milestones.NameOf));
        Assert.Equal(["deviated"], Milestones.Kinds.Where(Milestones.NeedsNote).Select(Milestones.NameOf));
    }

    [Fact]
    public void Every_kind_is_known_by_its_name_and_by_no_other()
    {
        Assert.Equal(["established", "inOperation", "inspected", "deviated"], Milestones.Names);
        Assert.All(Milestones.Kinds, kind => Assert.True(Milestones.TryParse(Milestones.NameOf(kind), out var read) && read == kind));
        Assert.All((string?[])[null, "", "Established", "inoperation", "1", "abandoned"], name => Assert.False(Milestones.TryParse(name, out _)));
    }

    [Fact]
    public void There_is_something_to_look_at_once_a_loan_is_paid_out() => Assert.Equal(
        [ApplicationState.Active, ApplicationState.Settled, ApplicationState.WrittenOff], ApplicationStates.All.Where(Milestones.CanBeRecorded));

    private static char Cell(string kind, LocalDate on, string recorded)
    {
        Assert.True(Milestones.TryParse(kind, out var asked));
        Assert.True(Milestones.TryParse(recorded, out var there));
        return Milestones.ProblemOf(new Milestone(asked, on), [new Milestone(there, Day)], PaidOutOn, Today)?.Problem switch
        {
            null => '+',
            MilestoneProblem.OutOfOrder => 'o',
            MilestoneProblem.AlreadyRecorded => 'x',
            _ => '?',
        };
    }
}
