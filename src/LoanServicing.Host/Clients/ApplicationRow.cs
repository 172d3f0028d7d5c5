using System.Globalization;
using System.Text.Json.Nodes;
using LoanServicing.Domain.Identifiers;

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
