using NodaTime;

namespace LoanServicing.Platform.Audit;

/// <summary>
/// A decision by a person or a rule (rule R11): who, what, about what, on which inputs and why. Never holds more personal data than the
/// decision needs.
/// </summary>
/// <param name="Actor">The token's subject, or the name of the service or rule set that decided.</param>
/// <param name="Action">For instance <c>application.approved</c>.</param>
/// <param name="SubjectType">For instance <c>application</c>.</param>
/// <param name="BusinessDate">The business date of the decision.</param>
/// <param name="Details">Inputs and reason; stored as JSON.</param>
public sealed record AuditEntry(
    string Actor, string Action, string SubjectType, string SubjectId, LocalDate BusinessDate, object Details);
