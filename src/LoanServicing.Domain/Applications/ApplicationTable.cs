using static LoanServicing.Domain.Applications.ApplicationState;

namespace LoanServicing.Domain.Applications;

/// <summary>
/// The one table of what may happen to an application in which state (rule R10). The services decide by it, and <c>verify</c> replays
/// every stored transition through it.
/// </summary>
/// <remarks>
/// A cell for a fact speaks of the current revision, reservation, payment or loan; <see cref="LoanApplication"/> tells earlier ones apart
/// first. Facts come from four publishers and may overtake each other: a payment is refused or a loan opened before the order was heard of. A fact of a loan that a
/// later one of the same loan has overtaken is past: a loan that is written off after it was settled was reopened between.
/// <para>
/// The payment of a settled loan that comes back is kept as a step of its history, and the application stays settled: it is closed, and the person may
/// have another one since. The money is booked without this table (Funding releases the reservation, Repayment makes what was repaid the borrower's
/// credit), and another payment of a closed application is not ordered.
/// </para>
/// </remarks>
public static class ApplicationTable
{
    private static readonly Dictionary<ApplicationState, FactDecision[]> FactRows = MakeFactRows();

    private static readonly Dictionary<ApplicationCommand, Dictionary<ApplicationState, ApplicationState>> CommandRows = new()
    {
        [ApplicationCommand.Approve] = To(Approved, AwaitingApproval),
        [ApplicationCommand.RequestSecondApproval] = Stay(AwaitingApproval),
        [ApplicationCommand.ConfirmSecondApproval] = To(Approved, AwaitingApproval),
        [ApplicationCommand.DeclineSecondApproval] = Stay(AwaitingApproval),
        [ApplicationCommand.Reject] = To(Rejected, AwaitingApproval, Returned),
        [ApplicationCommand.Return] = To(Returned, AwaitingApproval),
        [ApplicationCommand.Resubmit] = To(Submitted, Returned),
        [ApplicationCommand.Withdraw] =
            To(Withdrawn, Submitted, AwaitingApproval, Returned, Approved, Waitlisted, FundsReserved, DisbursementFailed),
        [ApplicationCommand.SignContract] = To(ContractSigned, FundsReserved),
        [ApplicationCommand.ResumeContract] = To(ContractSigned, FundsReserved),
        [ApplicationCommand.ChangePayoutAccount] =
            Stay(Submitted, AwaitingApproval, Returned, Approved, Waitlisted, FundsReserved, DisbursementFailed),
        [ApplicationCommand.OrderAgain] = To(ContractSigned, DisbursementFailed),
        [ApplicationCommand.ReserveAgain] = To(Approved, DisbursementFailed),

        // Not ContractSigned or Disbursing: the bank may be paying at this moment.
        [ApplicationCommand.Cancel] = To(Withdrawn, Approved, Waitlisted, FundsReserved, DisbursementFailed),
        [ApplicationCommand.Expire] = To(Withdrawn, FundsReserved),
    };

    public static FactDecision For(ApplicationState state, ApplicationFact fact) => FactRows[state][(int)fact];

    public static CommandDecision For(ApplicationState state, ApplicationCommand command) =>
        new(command, state, CommandRows[command].TryGetValue(state, out var newState) ? newState : null);

    private static Dictionary<ApplicationState, FactDecision[]> MakeFactRows()
    {
        var (done, stale, comp, wait, park) =
            (FactDecision.AlreadyDone, FactDecision.Stale, FactDecision.Compensate, FactDecision.Wait, FactDecision.Park);
        var (await, refused, reserved, listed) = (Go(AwaitingApproval), Go(Ineligible), Go(FundsReserved), Go(Waitlisted));
        var (paying, failed, active, settled, lost) = (Go(Disbursing), Go(DisbursementFailed), Go(Active), Go(Settled), Go(WrittenOff));

        // Columns in the order of ApplicationFact:
        //                     assessed  ineligible  reserved  unavailable  ordered  failed  returned  opened   settled  reopened  written off
        return new()
        {
            [Submitted] =          [await, refused, park,      park,        park,    park,   park,     park,    park,     park,     park],
            [Ineligible] =         [park,  done,    park,      park,        park,    park,   park,     park,    park,     park,     park],
            [AwaitingApproval] =   [done,  park,    park,      park,        park,    park,   park,     park,    park,     park,     park],
            [Returned] =           [done,  park,    park,      park,        park,    park,   park,     park,    park,     park,     park],
            [Rejected] =           [done,  park,    park,      park,        park,    park,   park,     park,    park,     park,     park],
            [Withdrawn] =          [stale, stale,   comp,      comp,        stale,   stale,  park,     park,    park,     park,     park],
            [Approved] =           [done,  park,    reserved,  listed,      park,    park,   park,     park,    park,     park,     park],
            [Waitlisted] =         [done,  park,    reserved,  done,        park,    park,   park,     park,    park,     park,     park],
            [FundsReserved] =      [done,  park,    done,      stale,       park,    park,   park,     park,    park,     park,     park],
            [ContractSigned] =     [done,  park,    done,      stale,       paying,  failed, failed,   active,  wait,     wait,     wait],
            [Disbursing] =         [done,  park,    done,      stale,       done,    failed, failed,   active,  wait,     wait,     wait],
            [DisbursementFailed] = [done,  park,    done,      stale,       done,    done,   park,     park,    park,     park,     park],
            [Active] =             [done,  park,    done,      stale,       done,    park,   failed,   done,    settled,  done,     lost],
            [Settled] =            [done,  park,    done,      stale,       done,    park,   settled,  done,    done,     active,   lost],
            [WrittenOff] =         [done,  park,    done,      stale,       done,    park,   park,     done,    park,     park,     done],
        };
    }

    private static FactDecision Go(ApplicationState state) => FactDecision.Apply(state);

    private static Dictionary<ApplicationState, ApplicationState> To(ApplicationState target, params ApplicationState[] from) =>
        from.ToDictionary(state => state, _ => target);

    private static Dictionary<ApplicationState, ApplicationState> Stay(params ApplicationState[] states) =>
        states.ToDictionary(state => state);
}
