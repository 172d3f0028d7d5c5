namespace LoanServicing.Contracts.Outside;

/// <summary>Of these fields of a message, exactly one is there.</summary>
/// <param name="fields">As JSON spells them.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ExactlyOneOfAttribute(params string[] fields) : Attribute
{
    public IReadOnlyList<string> Fields { get; } = fields;
}
