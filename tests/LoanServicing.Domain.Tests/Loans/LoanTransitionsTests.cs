using LoanServicing.Domain.Loans;

namespace LoanServicing.Domain.Tests.Loans;

public class LoanTransitionsTests
{
    public static TheoryData<LoanState?, LoanTrigger, LoanVerdict, LoanState?> Cells => new()
    {
        { null, LoanTrigger.Disbursed, LoanVerdict.Apply, LoanState.Active },
        { null, LoanTrigger.DisbursementReturned, LoanVerdict.Wait, null },
        { null, LoanTrigger.Receipt, LoanVerdict.Refuse, null },
        { null, LoanTrigger.FullyRepaid, LoanVerdict.Refuse, null },
        { LoanState.Active, LoanTrigger.Disbursed, LoanVerdict.AlreadyDone, null },
        { LoanState.Active, LoanTrigger.DisbursementReturned, LoanVerdict.Apply, LoanState.Returned },
        { LoanState.Active, LoanTrigger.Receipt, LoanVerdict.Apply, LoanState.Active },
        { LoanState.Active, LoanTrigger.FullyRepaid, LoanVerdict.Apply, LoanState.Settled },
        { LoanState.Settled, LoanTrigger.Disbursed, LoanVerdict.AlreadyDone, null },
        { LoanState.Settled, LoanTrigger.DisbursementReturned, LoanVerdict.Apply, LoanState.Returned },
        { LoanState.Settled, LoanTrigger.Receipt, LoanVerdict.Apply, LoanState.Settled },
        { LoanState.Settled, LoanTrigger.FullyRepaid, LoanVerdict.AlreadyDone, null },
        { LoanState.Returned, LoanTrigger.Disbursed, LoanVerdict.AlreadyDone, null },
        { LoanState.Returned, LoanTrigger.DisbursementReturned, LoanVerdict.AlreadyDone, null },
        { LoanState.Returned, LoanTrigger.Receipt, LoanVerdict.Apply, LoanState.Returned },
        { LoanState.Returned, LoanTrigger.FullyRepaid, LoanVerdict.Refuse, null },
        { null, LoanTrigger.Reversal, LoanVerdict.Refuse, null },
        { null, LoanTrigger.Reopened, LoanVerdict.Refuse, null },
        { null, LoanTrigger.PlanChange, LoanVerdict.Refuse, null },
        { null, LoanTrigger.WriteOff, LoanVerdict.Refuse, null },
        { null, LoanTrigger.LateDecision, LoanVerdict.Refuse, null },
        { LoanState.Active, LoanTrigger.LateDecision, LoanVerdict.Apply, LoanState.Active },
        { LoanState.Settled, LoanTrigger.LateDecision, LoanVerdict.Refuse, null },
        { LoanState.Returned, LoanTrigger.LateDecision, LoanVerdict.Refuse, null },
        { LoanState.WrittenOff, LoanTrigger.LateDecision, LoanVerdict.Refuse, null },
        { LoanState.Active, LoanTrigger.Reversal, LoanVerdict.Apply, LoanState.Active },
        { LoanState.Active, LoanTrigger.Reopened, LoanVerdict.Refuse, null },
        { LoanState.Active, LoanTrigger.PlanChange, LoanVerdict.Apply, LoanState.Active },
        { LoanState.Active, LoanTrigger.WriteOff, LoanVerdict.Apply, LoanState.WrittenOff },
        { LoanState.Settled, LoanTrigger.Reversal, LoanVerdict.Apply, LoanState.Settled },
        { LoanState.Settled, LoanTrigger.Reopened, LoanVerdict.Apply, LoanState.Active },
        { LoanState.Settled, LoanTrigger.PlanChange, LoanVerdict.Refuse, null },
        { LoanState.Settled, LoanTrigger.WriteOff, LoanVerdict.Refuse, null },
        { LoanState.Returned, LoanTrigger.Reversal, LoanVerdict.Apply, LoanState.Returned },
        { LoanState.Returned, LoanTrigger.Reopened, LoanVerdict.Refuse, null },
        { LoanState.Returned, LoanTrigger.PlanChange, LoanVerdict.Refuse, null },
        { LoanState.Returned, LoanTrigger.WriteOff, LoanVerdict.Refuse, null },
        { LoanState.WrittenOff, LoanTrigger.Disbursed, LoanVerdict.AlreadyDone, null },
        { LoanState.WrittenOff, LoanTrigger.DisbursementReturned, LoanVerdict.Refuse, null },
        { LoanState.WrittenOff, LoanTrigger.Receipt, LoanVerdict.Apply, LoanState.WrittenOff },
        { LoanState.WrittenOff, LoanTrigger.FullyRepaid, LoanVerdict.Refuse, null },
        { LoanState.WrittenOff, LoanTrigger.Reversal, LoanVerdict.Apply, LoanState.WrittenOff },
        { LoanState.WrittenOff, LoanTrigger.Reopened, LoanVerdict.Refuse, null },
        { LoanState.WrittenOff, LoanTrigger.PlanChange, LoanVerdict.Refuse, null },
        { LoanState.WrittenOff, LoanTrigger.WriteOff, LoanVerdict.Refuse, null },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void Of_EveryCell_HasItsVerdict(LoanState? state, LoanTrigger trigger, LoanVerdict verdict, LoanState? next) =>
        Assert.Equal(new LoanTransition(verdict, next), LoanTransitions.Of(state, trigger));

    [Fact]
    public void The_cases_above_are_the_whole_table() =>
        Assert.Equal((Enum.GetValues<LoanState>().Length + 1) * Enum.GetValues<LoanTrigger>().Length, Cells.Count);

    [Fact]
    public void Of_NoTriggerOfTheTable_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LoanTransitions.Of(LoanState.Active, (LoanTrigger)99));
}
