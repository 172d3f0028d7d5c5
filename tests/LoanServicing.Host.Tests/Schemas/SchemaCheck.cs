using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NodaTime.Text;

namespace LoanServicing.Host.Tests.Schemas;

/// <summary>Judges a JSON value by a schema, by the keywords that our schemas use; any other keyword is an error of the test.</summary>
internal static class SchemaCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static bool Accepts(JsonObject schema, JsonNode? value) => schema.All(keyword => Fits(keyword.Key, keyword.Value!, schema, value));

    private static bool Fits(string keyword, JsonNode says, JsonObject schema, JsonNode? value) => keyword switch
    {
        "$schema" or "$id" or "title" or "description" => true,
        "type" => (says is JsonArray several ? several.Select(one => (string)one!) : [(string)says!]).Any(type => IsOf(type, value)),
        "enum" => says.AsArray().Any(one => JsonNode.DeepEquals(one, value)),
        "required" => value is not JsonObject owner || says.AsArray().All(name => owner.ContainsKey((string)name!)),
        "properties" => value is not JsonObject owner || says.AsObject().All(one => !owner.ContainsKey(one.Key) || Accepts(one.Value!.AsObject(), owner[one.Key])),
        "additionalProperties" => value is not JsonObject owner || Others(schema, owner).All(one => says is JsonObject inner && Accepts(inner, one.Value)),
        "items" => value is not JsonArray list || list.All(item => Accepts(says.AsObject(), item)),
        "minimum" => Number(value) is not { } number || number >= (long)says,
        "maximum" => Number(value) is not { } number || number <= (long)says,
        "pattern" => Text(value) is not { } text || Matches((string)says!, text),
        "format" => Text(value) is not { } text || IsFormatted((string)says!, text),
        "oneOf" => says.AsArray().Count(one => Accepts(one!.AsObject(), value)) == 1,
        _ => throw new InvalidOperationException($"The schema says {keyword}, which this check does not know."),
    };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Others(JsonObject schema, JsonObject owner) =>
        owner.Where(one => schema["properties"]?.AsObject().ContainsKey(one.Key) is not true);

    private static bool IsOf(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => Text(value) is not null,
        "integer" => Number(value) is { } number && decimal.IsInteger(number),
        "boolean" => value is JsonValue one && one.TryGetValue<bool>(out _),
        _ => throw new InvalidOperationException($"The schema says type {type}, which this check does not know."),
    };

    private static bool IsFormatted(string format, string text) => format switch
    {
        "date" => LocalDatePattern.Iso.Parse(text).Success,
        "date-time" => InstantPattern.ExtendedIso.Parse(text).Success,
        "uuid" => Guid.TryParseExact(text, "D", out _),
        _ => throw new InvalidOperationException($"The schema says format {format}, which this check does not know."),
    };

    /// <summary>All of the text: the patterns are anchored, and <c>$</c> means the very end in JSON Schema but not in .NET.</summary>
    private static bool Matches(string pattern, string text) =>
        Regex.Match(text, pattern, RegexOptions.CultureInvariant, Patience) is { Success: true } match && match.Length == text.Length;

    private static string? Text(JsonNode? value) => value is JsonValue one && one.TryGetValue<string>(out var text) ? text : null;

    private static decimal? Number(JsonNode? value) =>
        value?.GetValueKind() == System.Text.Json.JsonValueKind.Number
            && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
