namespace LoanServicing.Domain.Schedules;

/// <summary>How the service fee (karmozd) of a loan is charged.</summary>
public enum FeeMethod
{
    /// <summary>The central bank's uniform method: the first instalment of every twelve is the year's fee on the principal then outstanding.</summary>
    CbiAnnual,

    /// <summary>No fee: every instalment is principal.</summary>
    NoFee,
}
