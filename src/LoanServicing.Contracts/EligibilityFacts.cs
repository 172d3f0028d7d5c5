namespace LoanServicing.Contracts;

/// <summary>The rules have been evaluated. Every rule is reported, passed or not, with the inputs it saw.</summary>
/// <param name="Revision">The revision of the application that was assessed.</param>
/// <param name="Outcome"><c>eligible</c>, <c>refer</c> or <c>ineligible</c>.</param>
public sealed record EligibilityAssessed(
    FactHeader Header,
    Guid ApplicationId,
    int Revision,
    string Outcome,
    int RuleSetVersion,
    IReadOnlyList<RuleReport> Rules) : IFact;

/// <summary>One rule's answer.</summary>
/// <param name="Id">For instance <c>identity.age</c>.</param>
/// <param name="Refers">Whether failing this rule refers to an officer instead of refusing.</param>
/// <param name="Inputs">What the rule looked at, as text, by name.</param>
public sealed record RuleReport(
    string Id,
    bool Passed,
    bool Refers,
    IReadOnlyDictionary<string, string> Inputs,
    string MessageEn,
    string MessageFa);
