using System.Text.Json;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Eligibility;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Tests.Eligibility;

/// <summary>The thousand applications of tests/data, in file order, against the outcomes published with them.</summary>
public sealed class ApplicationReplayTests
{
    private const int Rows = 1_000;

    [Fact]
    public void Assess_TheThousandApplications_EachHasTheExpectedOutcomeAndFailedRules()
    {
        using var expected = JsonDocument.Parse(File.ReadAllText(DataFile("applications.expected.json")));
        var asOf = Vectors.Persian(expected.RootElement.Text("asOfPersian"));
        var wanted = expected.RootElement.GetProperty("rows").EnumerateArray()
            .Select(row => $"{row.Text("externalRef")}: {row.Text("outcome")} [{FailedRules(row)}]")
            .ToArray();

        var found = Replay(asOf).ToArray();

        Assert.Equal(Rows, wanted.Length);
        Assert.Equal(wanted, found);
    }

    private static string FailedRules(JsonElement row) =>
        string.Join(' ', row.GetProperty("failedRules").EnumerateArray().Select(rule => rule.GetString()));

    private static IEnumerable<string> Replay(SolarHijriDate asOf)
    {
        var open = new Dictionary<(string Person, string Tranche), List<Guid>>();
        foreach (var row in ReadRows())
        {
            var refusedAtTheDoor = RefusedAtTheDoor(row);
            if (refusedAtTheDoor.Length > 0)
            {
                yield return $"{row["externalRef"]}: invalid [{string.Join(' ', refusedAtTheDoor)}]";
                continue;
            }

            var key = (row["nationalId"], row["tranche"]);
            if (!open.TryGetValue(key, out var earlier))
            {
                open[key] = earlier = [];
            }

            var inputs = Inputs(row, asOf, [.. earlier]);
            var assessment = EligibilityRuleSet.Current.Assess(inputs, EligibilityLimits.Of(TestProgramme.Kerman, inputs.Tranche, inputs.AsOf));
            if (EligibilityOutcomes.KeepsOthersOut(assessment.Outcome.Code()))
            {
                earlier.Add(Guid.CreateVersion7());
            }

            yield return $"{row["externalRef"]}: {assessment.Outcome.Code()} [{string.Join(' ', assessment.FailedRules)}]";
        }
    }

    private static string[] RefusedAtTheDoor(Dictionary<string, string> row)
    {
        var refused = new List<string>();
        if (!Sheba.TryParse(row["iban"], out _))
        {
            refused.Add("identity.iban");
        }

        if (!NationalId.TryParse(row["nationalId"], out _))
        {
            refused.Add("identity.national-id");
        }

        return [.. refused];
    }

    private static EligibilityInputs Inputs(Dictionary<string, string> row, SolarHijriDate asOf, IReadOnlyList<Guid> openPredecessors) => new(
        asOf.ToIso(),
        Vectors.PersianAsIso(row["birthDate"]),
        row["province"],
        int.Parse(row["incomeDecile"]),
        row["priorSupport"],
        row["skillProof"],
        row["medicalReferral"],
        row["buildingPermit"],
        row["tranche"],
        new Rials(long.Parse(row["amountRials"])),
        int.Parse(row["installments"]),
        openPredecessors);

    // The file has neither quotes nor commas inside a field.
    private static IEnumerable<Dictionary<string, string>> ReadRows()
    {
        var lines = File.ReadAllLines(DataFile("applications.csv"));
        var names = lines[0].Split(',');
        return lines.Skip(1).Select(line => names.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    private static string DataFile(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);
}
