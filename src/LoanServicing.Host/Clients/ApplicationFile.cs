using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Platform.Data;

namespace LoanServicing.Host.Clients;

/// <summary>One row of a file of applications.</summary>
/// <param name="Line">The line in the file, from 1; the header is line 1.</param>
/// <param name="Fields">Text by column name, as it stands in the file.</param>
internal sealed record ApplicationRow(int Line, IReadOnlyDictionary<string, string> Fields)
{
    private static readonly string[] Numbers = ["amountRials", "installments", "incomeDecile", "jobs"];

    public string ExternalRef => Fields["externalRef"];

    public string NationalId => Digits.Normalise(Fields["nationalId"]).Trim();

    /// <summary>
    /// The body of <c>POST /applications</c>. What is not a whole number is sent as it stands, so that the service names the field.
    /// </summary>
    public JsonObject ToBody()
    {
        var body = new JsonObject();
        foreach (var (name, text) in Fields.Where(field => field.Value.Length > 0))
        {
            body[name] = ToJson(name, text);
        }

        return body;
    }

    private static JsonNode ToJson(string name, string text)
    {
        if (Numbers.Contains(name) && long.TryParse(Digits.Normalise(text), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return JsonValue.Create(number);
        }

        return name == "rural" && bool.TryParse(text, out var flag) ? JsonValue.Create(flag) : JsonValue.Create(text);
    }
}

/// <summary>Reads a CSV file of applications (UTF-8, a header line with the names of contract.md), row by row.</summary>
internal static class ApplicationFile
{
    /// <summary>The column in which an import tells why it refused a row; a mended file still has it, and it is no part of the application.</summary>
    public const string Reasons = "reasons";

    private static readonly string[] RequiredColumns = ["externalRef", "nationalId", "tranche", "amountRials", "installments"];

    /// <exception cref="StartupException">The file is missing, or is not a file of applications.</exception>
    public static IReadOnlyList<ApplicationRow> Read(string file)
    {
        if (!File.Exists(file))
        {
            throw new StartupException($"There is no file {file}.");
        }

        using var csv = CsvReader.FromFile(file, new CsvReaderOptions { Separator = ',', TrimWhitespace = true, TrackLineNumbers = true });
        var missing = RequiredColumns.Except(csv.Headers).ToList();
        if (missing.Count > 0)
        {
            throw new StartupException($"{file} has no column {string.Join(", ", missing)}; the first line must name the columns.");
        }

        var header = csv.Headers.ToArray();
        var rows = new List<ApplicationRow>();
        while (csv.Read())
        {
            var fields = header.Select((name, index) => (name, Text: csv.GetString(index)))
                .Where(field => field.name != Reasons)
                .ToDictionary(field => field.name, field => field.Text);
            rows.Add(new ApplicationRow((int)csv.LineNumber, fields));
        }

        return rows;
    }
}
