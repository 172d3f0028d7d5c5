using System.Text.Json.Nodes;

namespace LoanServicing.Host.Schemas;

/// <summary>Finds where one schema refuses what another allows, for the keywords that our schemas use; any other keyword that differs is named too.</summary>
/// <param name="isForward">Whether the allowing schema is the earlier one; only the wording hangs on it.</param>
internal sealed class SchemaNarrowing(bool isForward)
{
    private static readonly string[] Annotations = ["$schema", "$id", "title", "description"];
    private static readonly string[] LowerBounds = ["minimum", "minLength", "minItems"];
    private static readonly string[] UpperBounds = ["maximum", "maxLength", "maxItems"];
    private static readonly string[] Structural = ["type", "enum", "required", "properties", "additionalProperties", "items"];

    private readonly List<string> _found = [];

    public IReadOnlyList<string> Find(JsonObject allowing, JsonObject refusing)
    {
        Compare(allowing, refusing, "");
        return _found;
    }

    private void Compare(JsonObject from, JsonObject to, string path)
    {
        CompareSets(from, to, "type", path);
        CompareSets(from, to, "enum", path);
        foreach (var keyword in to.Select(pair => pair.Key).Except(Annotations).Except(Structural))
        {
            CompareKeyword(from[keyword], to[keyword]!, keyword, path);
        }

        var asked = Texts(to["required"]).Except(Texts(from["required"])).ToList();
        if (asked.Count > 0)
        {
            _found.Add($"{At(path)} {string.Join(", ", asked)} {(isForward ? "becomes required" : "is no longer always there")}");
        }

        CompareProperties(from, to, path);
        if (from["items"] is JsonObject items && to["items"] is JsonObject others)
        {
            Compare(items, others, path + "[]");
        }
    }

    private void CompareKeyword(JsonNode? from, JsonNode to, string keyword, string path)
    {
        var refuses = (LowerBounds.Contains(keyword), UpperBounds.Contains(keyword)) switch
        {
            (true, _) => from is null || (long)to > (long)from,
            (_, true) => from is null || (long)to < (long)from,
            _ => !JsonNode.DeepEquals(from, to),
        };
        if (refuses)
        {
            Add(keyword, from, to, path);
        }
    }

    /// <summary>A set that is left out holds everything.</summary>
    private void CompareSets(JsonObject from, JsonObject to, string keyword, string path)
    {
        if (to[keyword] is { } narrow && (from[keyword] is not { } wide || Texts(wide).Except(Texts(narrow)).Any()))
        {
            Add(keyword, from[keyword], narrow, path);
        }
    }

    private void CompareProperties(JsonObject from, JsonObject to, string path)
    {
        var isClosed = to["additionalProperties"] is JsonValue;
        if (isClosed && from["additionalProperties"] is not JsonValue)
        {
            Add("additionalProperties", from["additionalProperties"], to["additionalProperties"]!, path);
        }

        foreach (var (name, inner) in from["properties"] as JsonObject ?? [])
        {
            if (to["properties"]?[name] is JsonObject other)
            {
                Compare(inner!.AsObject(), other, $"{path}/{name}");
            }
            else if (isClosed)
            {
                _found.Add($"{path}/{name} is {(isForward ? "removed" : "added")}");
            }
        }

        if (from["additionalProperties"] is JsonObject values && to["additionalProperties"] is JsonObject narrower)
        {
            Compare(values, narrower, path + "/*");
        }
    }

    private void Add(string keyword, JsonNode? from, JsonNode to, string path)
    {
        var (before, after) = isForward ? (from, to) : (to, from);
        _found.Add($"{At(path)} {keyword} was {Shown(before)} and becomes {Shown(after)}");
    }

    private static string At(string path) => path.Length == 0 ? "/" : path;

    private static string Shown(JsonNode? value) => value?.ToJsonString(SchemaFiles.Layout) ?? "absent";

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray several => several.Select(one => (string)one!),
        JsonValue one => [(string)one!],
        _ => [],
    };
}
