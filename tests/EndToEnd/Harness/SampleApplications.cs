using System.Text.Json.Nodes;

namespace LoanServicing.EndToEnd.Harness;

/// <summary>The first rows of tests/data/applications.csv, and what must become of each (applications.expected.json).</summary>
internal sealed class SampleApplications
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "data");

    private SampleApplications(int count)
    {
        Lines = [.. File.ReadLines(Path.Combine(Folder, "applications.csv")).Take(count + 1)];
        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "applications.expected.json")))!;
        AsOfPersian = (string)expected["asOfPersian"]!;
        Outcomes = [.. expected["rows"]!.AsArray().Take(count).Select(Describe)];
    }

    /// <summary>The header and the rows.</summary>
    public IReadOnlyList<string> Lines { get; }

    public string AsOfPersian { get; }

    /// <summary>A line for each row: reference, outcome, failed rules.</summary>
    public IReadOnlyList<string> Outcomes { get; }

    public int Count => Lines.Count - 1;

    /// <summary>Rows that are refused at the door and never become an application.</summary>
    public int Refused => Outcomes.Count(outcome => outcome.Contains(" invalid "));

    /// <summary>Rows that become a loan.</summary>
    public int Loans => Outcomes.Count(outcome => outcome.Contains(" eligible ") || outcome.Contains(" refer "));

    public static SampleApplications First(int count) => new(count);

    public static SampleApplications All() => new(1_000);

    public string WriteTo(string file)
    {
        File.WriteAllLines(file, Lines);
        return file;
    }

    /// <summary>The rows of a file that <c>simulate --out</c> wrote, in the same words as <see cref="Outcomes"/>.</summary>
    public static (string AsOfPersian, IReadOnlyList<string> Outcomes) ReadOutcomes(string file)
    {
        var document = JsonNode.Parse(File.ReadAllText(file))!;
        return ((string)document["asOfPersian"]!, [.. document["rows"]!.AsArray().Select(Describe)]);
    }

    private static string Describe(JsonNode? row) =>
        $"{row!["externalRef"]} {row["outcome"]} [{string.Join(' ', row["failedRules"]!.AsArray().Select(rule => (string)rule!))}]";
}
