namespace LoanServicing.Domain.Eligibility;

/// <summary>What the rules say of an application.</summary>
public enum EligibilityOutcome
{
    /// <summary>Every rule passed.</summary>
    Eligible = 1,

    /// <summary>Only rules failed that ask an officer and a second person to judge.</summary>
    Refer = 2,

    /// <summary>A rule failed that refuses.</summary>
    Ineligible = 3,
}

/// <summary>The outcomes as messages and stored rows spell them.</summary>
public static class EligibilityOutcomes
{
    public const string Eligible = "eligible";
    public const string Refer = "refer";
    public const string Ineligible = "ineligible";

    /// <exception cref="ArgumentOutOfRangeException">No such outcome.</exception>
    public static string Code(this EligibilityOutcome outcome) => outcome switch
    {
        EligibilityOutcome.Eligible => Eligible,
        EligibilityOutcome.Refer => Refer,
        EligibilityOutcome.Ineligible => Ineligible,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No such outcome."),
    };

    /// <summary>Whether an application of this outcome keeps its applicant's later ones to the same tranche out while it is open.</summary>
    public static bool KeepsOthersOut(string outcome) => outcome is Eligible or Refer;
}
