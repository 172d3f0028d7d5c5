using System.Data.Common;

namespace LoanServicing.Platform.Verification;

/// <summary>What a look at one rule found.</summary>
/// <param name="Rule"><c>R1</c> to <c>R11</c> of design.md section 3.</param>
/// <param name="Counted">How many rows were looked at.</param>
/// <param name="What">What the rows are.</param>
/// <param name="Problems">One sentence each, naming the row; empty when the rule holds.</param>
public sealed record RuleFinding(string Rule, long Counted, string What, IReadOnlyList<string> Problems);

/// <summary>Recomputes what one service has stored, on a connection that cannot write.</summary>
public delegate Task<IReadOnlyList<RuleFinding>> ServiceVerifier(DbConnection connection);
