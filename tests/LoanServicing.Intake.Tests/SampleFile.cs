using System.Text.Json;

namespace LoanServicing.Intake.Tests;

/// <summary>The thousand applications under tests/data, as JSON bodies, and what becomes of each.</summary>
internal static class SampleFile
{
    private static readonly string[] Integers = ["amountRials", "installments", "incomeDecile", "jobs"];

    public static IEnumerable<Dictionary<string, object?>> Rows()
    {
        var lines = File.ReadLines(PathOf("applications.csv")).ToList();
        var names = lines[0].Split(',');
        return lines.Skip(1).Select(line => names.Zip(line.Split(','), Value).ToDictionary(pair => pair.Key, pair => pair.Value));
    }

    public static Dictionary<string, (string Outcome, IReadOnlyList<string> FailedRules)> ExpectedOutcomes() =>
        JsonDocument.Parse(File.ReadAllText(PathOf("applications.expected.json"))).RootElement.GetProperty("rows").EnumerateArray()
            .ToDictionary(
                row => row.Text("externalRef"),
                row => (row.Text("outcome"), (IReadOnlyList<string>)[.. row.GetProperty("failedRules").EnumerateArray().Select(rule => rule.GetString()!)]));

    private static KeyValuePair<string, object?> Value(string name, string text) => new(
        name,
        name == "rural" ? bool.Parse(text) : Integers.Contains(name) ? long.Parse(text) : text);

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "data", file);
}
