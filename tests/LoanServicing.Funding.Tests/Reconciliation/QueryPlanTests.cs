using System.Reflection;
using System.Text.RegularExpressions;
using LoanServicing.Funding.Endpoints;
using LoanServicing.Funding.Store;

namespace LoanServicing.Funding.Tests.Reconciliation;

/// <summary>What lists and reconciliation ask is answered from an index, however many lines and movements are matched.</summary>
public sealed partial class QueryPlanTests
{
    [Theory]
    [InlineData(nameof(BreakEndpoints.SelectOpen), BreakEndpoints.SelectOpen)]
    [InlineData(nameof(StatementListEndpoint.SelectFirst), StatementListEndpoint.SelectFirst)]
    [InlineData(nameof(StatementListEndpoint.SelectNext), StatementListEndpoint.SelectNext)]
    [InlineData(nameof(ReconciliationReader.SumUnmatchedLines), ReconciliationReader.SumUnmatchedLines)]
    [InlineData(nameof(ReconciliationReader.SumUnmatchedMovements), ReconciliationReader.SumUnmatchedMovements)]
    [InlineData(nameof(ReconciliationReader.SumLinesBeyond), ReconciliationReader.SumLinesBeyond)]
    public async Task No_lines_or_movements_are_gone_through_that_are_not_asked_for(string name, string sql)
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);

        var plan = await bench.QueryAsync<Step>($"explain query plan {Bound(sql)}");

        var scans = plan.Select(step => step.Detail).Where(detail => detail.StartsWith("SCAN ", StringComparison.Ordinal) && !Bounded.Any(detail.Contains)).ToList();
        Assert.True(scans.Count == 0, $"{name}: {string.Join("; ", plan.Select(step => step.Detail))}");
    }

    /// <summary>Statements that name lines or movements by lists, found by themselves so that none is forgotten.</summary>
    public static IEnumerable<object[]> LookUps => new[] { typeof(StatementLineSearch), typeof(StatementLineStore), typeof(BankMovementStore) }
        .SelectMany(store => store.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
        .Where(constant => constant.IsLiteral && constant.GetRawConstantValue() is string text && text.Contains(" in @", StringComparison.Ordinal))
        .Select(constant => new object[] { $"{constant.DeclaringType!.Name}.{constant.Name}", constant.GetRawConstantValue()! });

    [Theory]
    [MemberData(nameof(LookUps))]
    public async Task What_is_looked_up_by_name_is_found_by_that_name_and_not_among_all_that_is_unmatched(string name, string sql)
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);

        var plan = await bench.QueryAsync<Step>($"explain query plan {ListOrParameter().Replace(sql, match => match.Groups["list"].Success ? "in (1, 2)" : "1")}");

        Assert.All(plan.Select(step => step.Detail), detail => Assert.True(
            !detail.Contains("_unmatched", StringComparison.Ordinal) && !detail.StartsWith("SCAN ", StringComparison.Ordinal), $"{name}: {detail}"));
    }

    [GeneratedRegex("(?<list>in @[a-zA-Z]+)|@[a-zA-Z]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListOrParameter();

    /// <summary>Of these indexes all rows are wanted, or as many as a page has.</summary>
    private static readonly string[] Bounded =
        ["USING COVERING INDEX statement_line_unmatched", "USING COVERING INDEX bank_movement_unmatched", "USING INDEX statement_file_received"];

    private static string Bound(string sql) => new[] { "@after", "@kind", "@at", "@through", "@since" }.Aggregate(sql.Replace("@files", "(x'01', x'02')", StringComparison.Ordinal), (text, name) => text.Replace(name, "1", StringComparison.Ordinal));

    private sealed record Step
    {
        public string Detail { get; init; } = "";
    }
}
