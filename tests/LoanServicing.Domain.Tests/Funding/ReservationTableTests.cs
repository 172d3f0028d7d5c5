using LoanServicing.Domain.Funding;
using static LoanServicing.Domain.FactOutcome;

namespace LoanServicing.Domain.Tests.Funding;

public class ReservationTableTests
{
    private static readonly ReservationState[] States = Enum.GetValues<ReservationState>();

    // One line per fact; the columns are the states in the order of the enum: Unknown, Queued, Reserved, Ordered, Drawn, Released, Returned.
    private static readonly (ReservationFact Fact, FactOutcome[] Decisions)[] WithoutAttempt =
    [
        (ReservationFact.Approved, [Apply, AlreadyDone, AlreadyDone, AlreadyDone, AlreadyDone, Stale, Stale]),
        (ReservationFact.Closed, [Apply, Apply, Apply, Wait, Wait, AlreadyDone, AlreadyDone]),
        (ReservationFact.Settled, [Park, Park, Wait, Wait, AlreadyDone, Park, AlreadyDone]),
        (ReservationFact.Served, [Park, Apply, Park, Park, Park, Park, Park]),
    ];

    private static readonly (ReservationFact Fact, Attempt Attempt, FactOutcome[] Decisions)[] WithAttempt =
    [
        (ReservationFact.Ordered, Attempt.Past, [Wait, Park, Stale, Stale, Stale, Stale, Stale]),
        (ReservationFact.Ordered, Attempt.Current, [Wait, Park, Park, AlreadyDone, Stale, Stale, Stale]),
        (ReservationFact.Ordered, Attempt.Next, [Wait, Park, Apply, Wait, Park, Stale, Park]),
        (ReservationFact.Ordered, Attempt.Later, [Wait, Park, Wait, Wait, Park, Stale, Park]),
        (ReservationFact.Disbursed, Attempt.Past, [Wait, Park, Park, Park, Park, Park, Park]),
        (ReservationFact.Disbursed, Attempt.Current, [Wait, Park, Park, Apply, AlreadyDone, Park, Stale]),
        (ReservationFact.Disbursed, Attempt.Next, [Wait, Park, Wait, Wait, Park, Park, Park]),
        (ReservationFact.Disbursed, Attempt.Later, [Wait, Park, Wait, Wait, Park, Park, Park]),
        (ReservationFact.Failed, Attempt.Past, [Wait, Park, Stale, Stale, Stale, Stale, Stale]),
        (ReservationFact.Failed, Attempt.Current, [Wait, Park, Park, Apply, Park, Stale, Park]),
        (ReservationFact.Failed, Attempt.Next, [Wait, Park, Wait, Wait, Park, Stale, Park]),
        (ReservationFact.Failed, Attempt.Later, [Wait, Park, Wait, Wait, Park, Stale, Park]),
        (ReservationFact.Returned, Attempt.Past, [Wait, Park, Park, Park, Park, Park, Park]),
        (ReservationFact.Returned, Attempt.Current, [Wait, Park, Park, Wait, Apply, Park, AlreadyDone]),
        (ReservationFact.Returned, Attempt.Next, [Wait, Park, Wait, Wait, Park, Park, Park]),
        (ReservationFact.Returned, Attempt.Later, [Wait, Park, Wait, Wait, Park, Park, Park]),
    ];

    public static TheoryData<ReservationFact, Attempt?, ReservationState, FactOutcome> Cells
    {
        get
        {
            var cells = new TheoryData<ReservationFact, Attempt?, ReservationState, FactOutcome>();
            foreach (var (fact, decisions) in WithoutAttempt)
            {
                AddRow(cells, fact, null, decisions);
            }

            foreach (var (fact, attempt, decisions) in WithAttempt)
            {
                AddRow(cells, fact, attempt, decisions);
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Decide_EveryCell_IsAsWritten(ReservationFact fact, Attempt? attempt, ReservationState state, FactOutcome expected) =>
        Assert.Equal(
            expected,
            attempt is { } relation ? ReservationTable.Decide(state, fact, relation) : ReservationTable.Decide(state, fact));

    [Fact]
    public void Cells_AreAllThereAre() =>
        Assert.Equal(States.Length * (4 + (4 * Enum.GetValues<Attempt>().Length)), Cells.Count());

    [Theory]
    [InlineData(ReservationState.Reserved, 0, 1, Attempt.Next)]
    [InlineData(ReservationState.Reserved, 0, 2, Attempt.Later)]
    [InlineData(ReservationState.Reserved, 1, 1, Attempt.Past)]
    [InlineData(ReservationState.Ordered, 1, 1, Attempt.Current)]
    [InlineData(ReservationState.Ordered, 2, 1, Attempt.Past)]
    [InlineData(ReservationState.Ordered, 1, 2, Attempt.Later)]
    [InlineData(ReservationState.Drawn, 1, 1, Attempt.Current)]
    [InlineData(ReservationState.Returned, 1, 1, Attempt.Current)]
    public void Relate_NamedAttempt_IsSeenFromTheLastKnown(ReservationState state, int lastKnown, int named, Attempt expected) =>
        Assert.Equal(expected, ReservationTable.Relate(state, lastKnown, named));

    [Fact]
    public void NextOf_EveryFactThatCanApply_LeadsSomewhere_AndTheOthersNowhere() =>
        Assert.All(Enum.GetValues<ReservationFact>(), fact =>
        {
            var applies = Cells.Any(cell => fact.Equals(cell[0]) && Apply.Equals(cell[3]));
            Assert.Equal(applies, ReservationTable.NextOf(fact).Count > 0);
        });

    [Theory]
    [InlineData(LoanState.Unknown, LoanFact.Repayment, Wait)]
    [InlineData(LoanState.Unknown, LoanFact.Settled, Wait)]
    [InlineData(LoanState.Lent, LoanFact.Repayment, Apply)]
    [InlineData(LoanState.Lent, LoanFact.Settled, Apply)]
    [InlineData(LoanState.Settled, LoanFact.Repayment, Apply)]
    [InlineData(LoanState.Settled, LoanFact.Settled, AlreadyDone)]
    [InlineData(LoanState.Returned, LoanFact.Repayment, Apply)]
    [InlineData(LoanState.Returned, LoanFact.Settled, Stale)]
    [InlineData(LoanState.Unknown, LoanFact.Returned, Wait)]
    [InlineData(LoanState.Lent, LoanFact.Returned, Apply)]
    [InlineData(LoanState.Settled, LoanFact.Returned, Apply)]
    [InlineData(LoanState.Returned, LoanFact.Returned, AlreadyDone)]
    [InlineData(LoanState.Unknown, LoanFact.Reversed, Wait)]
    [InlineData(LoanState.Lent, LoanFact.Reversed, Apply)]
    [InlineData(LoanState.Settled, LoanFact.Reversed, Apply)]
    [InlineData(LoanState.Returned, LoanFact.Reversed, Apply)]
    [InlineData(LoanState.Unknown, LoanFact.Reopened, Wait)]
    [InlineData(LoanState.Lent, LoanFact.Reopened, AlreadyDone)]
    [InlineData(LoanState.Settled, LoanFact.Reopened, Apply)]
    [InlineData(LoanState.Returned, LoanFact.Reopened, Park)]
    [InlineData(LoanState.Unknown, LoanFact.LateDecided, Wait)]
    [InlineData(LoanState.Lent, LoanFact.LateDecided, AlreadyDone)]
    [InlineData(LoanState.Settled, LoanFact.LateDecided, AlreadyDone)]
    [InlineData(LoanState.Returned, LoanFact.LateDecided, AlreadyDone)]
    [InlineData(LoanState.WrittenOff, LoanFact.LateDecided, AlreadyDone)]
    [InlineData(LoanState.Unknown, LoanFact.PlanChanged, Wait)]
    [InlineData(LoanState.Lent, LoanFact.PlanChanged, Apply)]
    [InlineData(LoanState.Settled, LoanFact.PlanChanged, Park)]
    [InlineData(LoanState.Returned, LoanFact.PlanChanged, Park)]
    [InlineData(LoanState.Unknown, LoanFact.WrittenOff, Wait)]
    [InlineData(LoanState.Lent, LoanFact.WrittenOff, Apply)]
    [InlineData(LoanState.Settled, LoanFact.WrittenOff, Park)]
    [InlineData(LoanState.Returned, LoanFact.WrittenOff, Park)]
    [InlineData(LoanState.WrittenOff, LoanFact.WrittenOff, AlreadyDone)]
    [InlineData(LoanState.WrittenOff, LoanFact.Repayment, Apply)]
    [InlineData(LoanState.WrittenOff, LoanFact.Settled, Park)]
    [InlineData(LoanState.WrittenOff, LoanFact.Returned, Park)]
    [InlineData(LoanState.WrittenOff, LoanFact.Reversed, Apply)]
    [InlineData(LoanState.WrittenOff, LoanFact.Reopened, Park)]
    [InlineData(LoanState.WrittenOff, LoanFact.PlanChanged, Park)]
    public void Decide_EveryCellOfALoan_IsAsWritten(LoanState state, LoanFact fact, FactOutcome expected) =>
        Assert.Equal(expected, LoanTable.Decide(state, fact));

    private static void AddRow(
        TheoryData<ReservationFact, Attempt?, ReservationState, FactOutcome> cells, ReservationFact fact, Attempt? attempt, FactOutcome[] decisions)
    {
        for (var i = 0; i < States.Length; i++)
        {
            cells.Add(fact, attempt, States[i], decisions[i]);
        }
    }
}
