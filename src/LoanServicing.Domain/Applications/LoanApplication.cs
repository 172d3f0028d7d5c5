namespace LoanServicing.Domain.Applications;

/// <summary>What an application knows when a command or a fact comes, and all that a decision looks at.</summary>
/// <param name="Revision">Counts submissions of this application from 1; an assessment names the one it is of.</param>
/// <param name="ReservationRound">0 before approval, then counts reservations of funds.</param>
/// <param name="PaymentAttempt">0 before the contract, then counts orders to pay.</param>
/// <param name="LoanId">The loan, once it has opened and while its payment has not come back.</param>
/// <param name="ReturnedLoans">Loans whose payment came back.</param>
/// <param name="LoanSequence">Of the last fact heard about the loan; 0 before it opened.</param>
public sealed record LoanApplication(
    ApplicationState State,
    int Revision,
    int ReservationRound,
    int PaymentAttempt,
    Guid? LoanId,
    IReadOnlyCollection<Guid> ReturnedLoans,
    long LoanSequence = 0)
{
    /// <param name="eligible">False when a rule refuses; a referral is eligible here, an officer decides.</param>
    public FactDecision DecideAssessment(bool eligible, int revision) =>
        Decide(eligible ? ApplicationFact.Assessed : ApplicationFact.AssessedIneligible, revision.CompareTo(Revision));

    /// <param name="fact">Funds reserved or unavailable.</param>
    public FactDecision DecideReservation(ApplicationFact fact, int reservationRound) =>
        Decide(fact, reservationRound.CompareTo(ReservationRound));

    /// <param name="fact">Payment ordered or failed.</param>
    public FactDecision DecidePayment(ApplicationFact fact, int reservationRound, int paymentAttempt) =>
        Decide(fact, ComparePayment(reservationRound, paymentAttempt));

    /// <summary>A payment that came back names the loan that began with it; the same return told twice is past.</summary>
    public FactDecision DecideReturn(int reservationRound, int paymentAttempt, Guid loanId) =>
        Decide(ApplicationFact.DisbursementReturned, ReturnedLoans.Contains(loanId) ? -1 : ComparePayment(reservationRound, paymentAttempt));

    /// <param name="fact">Loan opened, settled, reopened or written off.</param>
    /// <param name="sequence">Of the fact among those of its loan: one that a later one has overtaken is past.</param>
    public FactDecision DecideLoan(ApplicationFact fact, Guid loanId, long sequence) =>
        Decide(fact, LoanId == loanId && sequence < LoanSequence ? -1 : CompareLoan(loanId));

    // Below zero: about something that is over. Above zero: about something that this application never had.
    private FactDecision Decide(ApplicationFact fact, int relation) => relation switch
    {
        < 0 => FactDecision.Stale,
        > 0 => FactDecision.Park,
        _ => ApplicationTable.For(State, fact),
    };

    // A round can be ahead of its first payment: after funds were reserved anew, the last attempt belongs to the round before.
    private int ComparePayment(int reservationRound, int paymentAttempt) => reservationRound == ReservationRound
        ? paymentAttempt.CompareTo(PaymentAttempt)
        : reservationRound.CompareTo(ReservationRound);

    private int CompareLoan(Guid loanId)
    {
        if (ReturnedLoans.Contains(loanId))
        {
            return -1;
        }

        return LoanId is null || LoanId == loanId ? 0 : 1;
    }
}
