using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoanServicing.Domain.Calendar;
using NodaTime;
using Spectre.Console;

namespace LoanServicing.Host.Simulation;

/// <summary>What a run prints and writes.</summary>
internal static class SimulationReport
{
    /// <summary>Prints what each tranche and each funder gave and has back; true when both have back exactly what each gave.</summary>
    public static bool Print(JsonNode position, IAnsiConsole console)
    {
        var table = new Table().Title("Tranches and funders, in rials");
        table.AddColumn("tranche");
        table.AddColumn("funder");
        foreach (var column in (string[])["lent", "returned", "outstanding"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var tranche in position["tranches"]!.AsArray())
        {
            foreach (var (code, funder) in tranche!["funders"]!.AsObject())
            {
                AddRow(table, (string)tranche["code"]!, code, funder!);
            }
        }

        var returned = true;
        foreach (var funder in position["funders"]!.AsArray())
        {
            AddRow(table, "all", (string)funder!["code"]!, funder);
            returned &= (long)funder["drawnRials"]! == (long)funder["collectedRials"]! && (long)funder["outstandingRials"]! == 0;
        }

        console.Write(table);
        console.WriteLine($"paid for lateness and held {Number(position["lateChargesHeldRials"])}, owed to charity {Number(position["charityHeldRials"])}");
        console.WriteLine($"fees held {Number(position["feesHeldRials"])}, owed to borrowers {Number(position["borrowersCreditRials"])}, bank balance {Number(position["bankBalanceRials"])}");
        console.WriteLine(returned ? "both funders have back exactly what each gave" : "a funder does NOT have back exactly what it gave");
        return returned;
    }

    /// <summary>Writes outcome and failed rules of each row, in the file's order.</summary>
    public static void Write(string file, LocalDate asOf, IEnumerable<SimulatedApplication> applications)
    {
        var rows = new JsonArray([.. applications.Select(application => (JsonNode)new JsonObject
        {
            ["externalRef"] = application.Row.ExternalRef,
            ["outcome"] = application.Outcome,
            ["failedRules"] = new JsonArray([.. application.FailedRules.Select(rule => (JsonNode)JsonValue.Create(rule))]),
        })]);
        var document = new JsonObject { ["asOfPersian"] = SolarHijriDate.FromIso(asOf).ToString(), ["rows"] = rows };
        var options = new JsonSerializerOptions { WriteIndented = true, IndentSize = 0, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        File.WriteAllText(file, document.ToJsonString(options) + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private static void AddRow(Table table, string tranche, string code, JsonNode funder) =>
        table.AddRow(
            tranche,
            code,
            Number(funder["drawnRials"]),
            Number(funder["collectedRials"]),
            Number(funder["outstandingRials"]));

    private static string Number(JsonNode? value) => ((long)value!).ToString("N0", CultureInfo.InvariantCulture);
}
