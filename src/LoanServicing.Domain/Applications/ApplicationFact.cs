namespace LoanServicing.Domain.Applications;

/// <summary>What other services tell about an application. An assessment is two facts here, because it leads to two states.</summary>
public enum ApplicationFact
{
    /// <summary>The rules let it pass, or refer it to an officer.</summary>
    Assessed,

    /// <summary>A rule refuses it.</summary>
    AssessedIneligible,

    FundsReserved,

    FundsUnavailable,

    DisbursementOrdered,

    DisbursementFailed,

    /// <summary>Paid and come back whole; the reservation is released.</summary>
    DisbursementReturned,

    LoanOpened,

    LoanSettled,

    /// <summary>The last payment bounced: the loan is owed again.</summary>
    LoanReopened,

    LoanWrittenOff,
}
