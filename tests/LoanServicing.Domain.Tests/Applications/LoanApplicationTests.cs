using LoanServicing.Domain.Applications;

namespace LoanServicing.Domain.Tests.Applications;

public class LoanApplicationTests
{
    private static readonly Guid Loan = Guid.Parse("01900000-0000-7000-8000-000000000001");
    private static readonly Guid AnotherLoan = Guid.Parse("01900000-0000-7000-8000-000000000002");

    private static LoanApplication In(ApplicationState state, int revision = 1, int round = 1, int attempt = 1, Guid? loan = null, params Guid[] returned) =>
        new(state, revision, round, attempt, loan, returned);

    [Theory]
    [InlineData(1, "Stale")]
    [InlineData(2, "AwaitingApproval")]
    [InlineData(3, "Park")]
    public void An_assessment_counts_only_for_the_revision_that_stands(int assessed, string expected) =>
        Assert.Equal(expected, In(ApplicationState.Submitted, revision: 2).DecideAssessment(eligible: true, assessed).ToString());

    [Theory]
    [InlineData(1, "Stale")]
    [InlineData(2, "FundsReserved")]
    [InlineData(3, "Park")]
    public void A_reservation_counts_only_for_the_round_that_stands(int round, string expected) =>
        Assert.Equal(expected, In(ApplicationState.Approved, round: 2).DecideReservation(ApplicationFact.FundsReserved, round).ToString());

    [Fact]
    public void Funds_reserved_for_a_withdrawn_application_are_released_by_telling_its_closing_again() =>
        Assert.Equal(FactDecision.Compensate, In(ApplicationState.Withdrawn).DecideReservation(ApplicationFact.FundsReserved, 1));

    [Fact]
    public void A_refusal_of_the_first_order_does_not_fail_the_second()
    {
        var orderedAgain = In(ApplicationState.ContractSigned, attempt: 2);

        Assert.Equal(FactDecision.Stale, orderedAgain.DecidePayment(ApplicationFact.DisbursementFailed, 1, 1));
        Assert.Equal(
            FactDecision.Apply(ApplicationState.DisbursementFailed),
            orderedAgain.DecidePayment(ApplicationFact.DisbursementFailed, 1, 2));
    }

    [Fact]
    public void An_order_of_the_round_before_is_stale_even_before_the_new_round_has_an_order() =>
        Assert.Equal(
            FactDecision.Stale,
            In(ApplicationState.Approved, round: 2, attempt: 1).DecidePayment(ApplicationFact.DisbursementOrdered, 1, 1));

    [Fact]
    public void An_order_nobody_asked_for_is_parked() =>
        Assert.Equal(FactDecision.Park, In(ApplicationState.ContractSigned).DecidePayment(ApplicationFact.DisbursementOrdered, 1, 2));

    [Theory]
    [InlineData(ApplicationState.ContractSigned)]
    [InlineData(ApplicationState.Disbursing)]
    public void A_refusal_that_overtakes_the_order_is_applied_and_the_order_is_then_done(ApplicationState state)
    {
        var refused = In(state).DecidePayment(ApplicationFact.DisbursementFailed, 1, 1);
        var after = In(refused.NewState!.Value).DecidePayment(ApplicationFact.DisbursementOrdered, 1, 1);

        Assert.Equal((FactOutcome.Apply, FactOutcome.AlreadyDone), (refused.Outcome, after.Outcome));
    }

    [Fact]
    public void A_loan_of_a_returned_payment_is_stale_wherever_the_application_has_gone_since() =>
        Assert.All(ApplicationStates.All, state =>
        {
            Assert.Equal(FactDecision.Stale, In(state, attempt: 2, returned: Loan).DecideLoan(ApplicationFact.LoanOpened, Loan, 1));
            Assert.Equal(FactDecision.Stale, In(state, attempt: 2, returned: Loan).DecideReturn(1, 2, Loan));
        });

    [Fact]
    public void A_return_that_overtakes_the_opening_of_the_loan_is_applied() =>
        Assert.Equal(FactDecision.Apply(ApplicationState.DisbursementFailed), In(ApplicationState.Disbursing).DecideReturn(1, 1, Loan));

    [Fact]
    public void A_settlement_waits_for_the_opening_of_its_loan_and_then_settles()
    {
        Assert.Equal(FactDecision.Wait, In(ApplicationState.Disbursing).DecideLoan(ApplicationFact.LoanSettled, Loan, 2));
        Assert.Equal(
            FactDecision.Apply(ApplicationState.Settled),
            In(ApplicationState.Active, loan: Loan).DecideLoan(ApplicationFact.LoanSettled, Loan, 2));
    }

    [Theory]
    [InlineData(ApplicationFact.LoanOpened)]
    [InlineData(ApplicationFact.LoanSettled)]
    public void A_second_loan_of_one_application_is_parked(ApplicationFact fact) =>
        Assert.Equal(FactDecision.Park, In(ApplicationState.Active, loan: Loan).DecideLoan(fact, AnotherLoan, 2));

    [Fact]
    public void A_settlement_that_its_reopening_has_overtaken_is_past()
    {
        var active = In(ApplicationState.Active, loan: Loan) with { LoanSequence = 6 };

        Assert.Equal(FactDecision.Stale, active.DecideLoan(ApplicationFact.LoanSettled, Loan, 4));
        Assert.Equal(FactDecision.Apply(ApplicationState.Settled), active.DecideLoan(ApplicationFact.LoanSettled, Loan, 9));
    }
}
