namespace LoanServicing.Simulation.Checks;

/// <summary>What a run has found: a rule that does not hold.</summary>
internal sealed class FindingException(string message) : Exception(message);
