namespace LoanServicing.Contracts;

/// <summary>Marks an amount, or amounts per funder, that may be negative: a receipt that re-derives its loan takes back what an earlier one gave.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DifferenceAttribute : Attribute;
