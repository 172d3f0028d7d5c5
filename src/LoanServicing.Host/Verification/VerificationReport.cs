using LoanServicing.Platform.Verification;

namespace LoanServicing.Host.Verification;

/// <summary>What <c>verify</c> found, rule by rule.</summary>
internal sealed class VerificationReport(IReadOnlyList<RuleFinding> findings)
{
    /// <summary>Problems printed for one rule; the rest is counted.</summary>
    private const int ProblemsShown = 20;

    private static readonly (string Id, string Name)[] Rules =
    [
        ("R1", "money is whole rials"),
        ("R2", "every journal entry balances, per owner"),
        ("R3", "the pool is split 25:59"),
        ("R4", "repayments return to each funder what it gave"),
        ("R5", "tranches and cash are not oversold"),
        ("R6", "principal = repaid + outstanding + written off + returned"),
        ("R7", "each bank statement line is matched once"),
        ("R8", "one business fact, one effect"),
        ("R9", "cash, books and journal agree"),
        ("R10", "every transition is a legal one"),
        ("R11", "every decision is recorded and chained"),
    ];

    public bool IsClean => findings.All(finding => finding.Problems.Count == 0);

    public IEnumerable<string> Problems => findings.SelectMany(finding => finding.Problems);

    /// <summary>Prints a line for each rule and, under it, what is broken, and the verdict last; returns whether nothing is.</summary>
    /// <param name="remark">Printed before the verdict where something is broken.</param>
    public bool Print(TextWriter output, string? remark = null)
    {
        foreach (var (id, name) in Rules)
        {
            var ofRule = findings.Where(finding => finding.Rule == id).ToList();
            var problems = ofRule.SelectMany(finding => finding.Problems).ToList();
            var counted = ofRule.Count == 0 ? "nothing of it is stored yet" : string.Join(", ", ofRule.Select(finding => $"{finding.Counted} {finding.What}"));
            output.WriteLine($"{id,-3} {Verdict(ofRule.Count, problems.Count)} {name}: {counted}");
            foreach (var problem in problems.Take(ProblemsShown))
            {
                output.WriteLine($"      {problem}");
            }

            if (problems.Count > ProblemsShown)
            {
                output.WriteLine($"      and {problems.Count - ProblemsShown} more");
            }
        }

        if (!IsClean && remark is not null)
        {
            output.WriteLine(remark);
        }

        output.WriteLine(IsClean ? "verify: clean" : "verify: BROKEN");
        return IsClean;
    }

    /// <summary>A rule of which nothing is stored is neither kept nor broken.</summary>
    private static string Verdict(int looks, int problems) => (looks, problems) switch
    {
        (0, _) => "-     ",
        (_, 0) => "ok    ",
        _ => "BROKEN",
    };
}
