namespace LoanServicing.Domain.Applications;

/// <summary>What people, or a rule in their place, may ask of an application.</summary>
public enum ApplicationCommand
{
    /// <summary>An officer approves, and one person is enough.</summary>
    Approve,

    /// <summary>An officer approves, and a second person is asked.</summary>
    RequestSecondApproval,

    /// <summary>The second person agrees.</summary>
    ConfirmSecondApproval,

    /// <summary>The second person disagrees; the application waits for another decision.</summary>
    DeclineSecondApproval,

    Reject,

    /// <summary>Give back to the applicant with questions.</summary>
    Return,

    Resubmit,

    /// <summary>The applicant gives up, or an officer in the applicant's name.</summary>
    Withdraw,

    SignContract,

    /// <summary>Funds are reserved anew for a contract that is signed already: it goes on without being signed again.</summary>
    ResumeContract,

    ChangePayoutAccount,

    /// <summary>Pay again from the reservation that still stands, after the bank refused.</summary>
    OrderAgain,

    /// <summary>Reserve funds anew, because a payment that had been made came back and released them.</summary>
    ReserveAgain,

    /// <summary>The bank gives up before paying out.</summary>
    Cancel,

    /// <summary>The contract was not signed while the reservation held: the service closes the application.</summary>
    Expire,
}
