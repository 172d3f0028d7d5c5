namespace LoanServicing.Domain.Applications;

/// <summary>Where an application stands, from submission to the settled loan (design.md section 4).</summary>
public enum ApplicationState
{
    /// <summary>Received and numbered; its rules are being evaluated.</summary>
    Submitted,

    /// <summary>Closed: a rule refuses it.</summary>
    Ineligible,

    /// <summary>An officer has to decide; a referral stands here too.</summary>
    AwaitingApproval,

    /// <summary>Given back to the applicant with questions. Still blocks another application of the same person and tranche.</summary>
    Returned,

    /// <summary>Closed: an officer refused it.</summary>
    Rejected,

    /// <summary>Closed: given up by the applicant or by an officer, or not signed while the reservation held; nothing is paid out.</summary>
    Withdrawn,

    /// <summary>Approved; funds are being reserved.</summary>
    Approved,

    /// <summary>Approved, but the tranche or a funder's cash has no room yet.</summary>
    Waitlisted,

    /// <summary>The money is set aside; the contract can be signed.</summary>
    FundsReserved,

    /// <summary>The contract is signed; the payment order is being made.</summary>
    ContractSigned,

    /// <summary>The payment order is with the bank.</summary>
    Disbursing,

    /// <summary>The bank refused the payment, or it came back. An officer corrects, orders again or gives up.</summary>
    DisbursementFailed,

    /// <summary>Paid out: the loan is being repaid.</summary>
    Active,

    /// <summary>Closed: the loan is repaid.</summary>
    Settled,

    /// <summary>The loan was written off. Still blocks another application.</summary>
    WrittenOff,
}

public static class ApplicationStates
{
    public static IReadOnlyList<ApplicationState> All { get; } = Enum.GetValues<ApplicationState>();

    /// <summary>States in which an application no longer blocks another one of the same person and tranche.</summary>
    public static IReadOnlyList<ApplicationState> Closed { get; } =
        [ApplicationState.Ineligible, ApplicationState.Rejected, ApplicationState.Withdrawn, ApplicationState.Settled];

    public static bool IsClosed(this ApplicationState state) => Closed.Contains(state);
}
