using System.Text.Json;

namespace LoanServicing.Funding.Proof;

/// <summary>Where two JSON values of one shape differ.</summary>
internal static class JsonDifferences
{
    /// <summary>For instance <c>collectedRials is 84, not 85</c>; what both say alike is passed over.</summary>
    public static IEnumerable<string> Of(JsonElement told, JsonElement given, string path = "")
    {
        if (told.ValueKind == JsonValueKind.Object && given.ValueKind == JsonValueKind.Object)
        {
            var names = told.EnumerateObject().Concat(given.EnumerateObject()).Select(property => property.Name).Distinct();
            return names.SelectMany(name => Of(Part(told, name), Part(given, name), path.Length == 0 ? name : $"{path}.{name}"));
        }

        if (told.ValueKind == JsonValueKind.Array && given.ValueKind == JsonValueKind.Array && told.GetArrayLength() == given.GetArrayLength())
        {
            return told.EnumerateArray().Zip(given.EnumerateArray()).SelectMany((pair, index) => Of(pair.First, pair.Second, $"{path}[{index}]"));
        }

        return Text(told) == Text(given) ? [] : [$"{path} is {Text(told)}, not {Text(given)}"];
    }

    private static JsonElement Part(JsonElement whole, string name) => whole.TryGetProperty(name, out var part) ? part : default;

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? "absent" : value.GetRawText();
}
