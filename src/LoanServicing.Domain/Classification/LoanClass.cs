namespace LoanServicing.Domain.Classification;

/// <summary>The supervisor's classes of a claim by the age of its oldest unpaid instalment (domain.md section 1.4).</summary>
public enum LoanClass
{
    /// <summary>Jari: not due, or due for at most 2 months.</summary>
    Current,

    /// <summary>Sarresid gozashte: more than 2 and at most 6 months.</summary>
    PastDue,

    /// <summary>Moavvagh: more than 6 and less than 18 months.</summary>
    Overdue,

    /// <summary>Mashkuk-ol-vosul: 18 months or more.</summary>
    Doubtful,
}
