namespace LoanServicing.Domain.Schedules;

/// <summary>How the service fee (karmozd) of a loan is charged.</summary>
public enum FeeMethod
{
    /// <summary>The central bank's uniform method: the first instalment of every twelve is the year's fee on the principal then outstanding.</summary>
    CbiAnnual,

    /// <summary>No fee: every instalment is principal.</summary>
    NoFee,

    /// <summary>
    /// The table formula of instalment loans: level instalments, the fee P x rate x (n + 1) / 24 spread by the sum of the digits, so that each line is
    /// under the cap (domain.md section 1.1, design.md section 8).
    /// </summary>
    FlatAverage,
}
