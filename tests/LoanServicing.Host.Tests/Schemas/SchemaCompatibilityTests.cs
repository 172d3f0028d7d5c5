using System.Text.Json.Nodes;
using LoanServicing.Host.Schemas;

namespace LoanServicing.Host.Tests.Schemas;

/// <summary>Which change of a schema breaks whom: for those who write to us, and for those who read us.</summary>
public sealed class SchemaCompatibilityTests
{
    /// <summary>Before, after, and the one break each for who writes to us and who reads us; null for none.</summary>
    public static TheoryData<string, string, string?, string?> Changes => new()
    {
        { Of("""{"a":{"type":"string"}}"""), Of("""{"a":{"type":"string"}}"""), null, null },
        { Of("""{"a":{}}"""), Of("""{"a":{},"b":{}}"""), null, null },
        { Of("""{"a":{},"b":{}}"""), Of("""{"a":{}}"""), "/b is removed", "/b is removed" },
        { Of("""{"a":{"type":"string"}}"""), Of("""{"a":{"type":"integer"}}"""), "/a type was \"string\" and becomes \"integer\"", "/a type was \"string\" and becomes \"integer\"" },
        { Of("""{"a":{"type":"string"}}"""), Of("""{"a":{"type":["string","null"]}}"""), null, "/a type was \"string\" and becomes [\"string\",\"null\"]" },
        { Of("""{"a":{"type":["string","null"]}}"""), Of("""{"a":{"type":"string"}}"""), "/a type was [\"string\",\"null\"] and becomes \"string\"", null },
        { Of("""{"a":{}}"""), Of("""{"a":{}}""", "a"), "/ a becomes required", null },
        { Of("""{"a":{}}""", "a"), Of("""{"a":{}}"""), null, "/ a is no longer always there" },
        { Of("""{"a":{"minimum":0}}"""), Of("""{"a":{"minimum":1}}"""), "/a minimum was 0 and becomes 1", null },
        { Of("""{"a":{"minimum":1}}"""), Of("""{"a":{"minimum":0}}"""), null, "/a minimum was 1 and becomes 0" },
        { Of("""{"a":{"maximum":9}}"""), Of("""{"a":{"maximum":8}}"""), "/a maximum was 9 and becomes 8", null },
        { Of("""{"a":{"maximum":9}}"""), Of("""{"a":{}}"""), null, "/a maximum was 9 and becomes absent" },
        { Of("""{"a":{}}"""), Of("""{"a":{"maxLength":5}}"""), "/a maxLength was absent and becomes 5", null },
        { Of("""{"a":{"enum":["x","y"]}}"""), Of("""{"a":{"enum":["x"]}}"""), "/a enum was [\"x\",\"y\"] and becomes [\"x\"]", null },
        { Of("""{"a":{"enum":["x"]}}"""), Of("""{"a":{"enum":["x","y"]}}"""), null, "/a enum was [\"x\"] and becomes [\"x\",\"y\"]" },
        { Of("""{"a":{"pattern":"^a"}}"""), Of("""{"a":{"pattern":"^b"}}"""), "/a pattern was \"^a\" and becomes \"^b\"", "/a pattern was \"^a\" and becomes \"^b\"" },
        { Of("""{"a":{"format":"date"}}"""), Of("""{"a":{}}"""), null, "/a format was \"date\" and becomes absent" },
        { Of("""{"a":{"description":"x"}}"""), Of("""{"a":{"description":"y"}}"""), null, null },
        {
            Of("""{"a":{"type":"object","properties":{"b":{"minimum":0}}}}"""), Of("""{"a":{"type":"object","properties":{"b":{"minimum":2}}}}"""),
            "/a/b minimum was 0 and becomes 2", null
        },
        { Of("""{"a":{"items":{"maximum":9}}}"""), Of("""{"a":{"items":{"maximum":3}}}"""), "/a[] maximum was 9 and becomes 3", null },
        { Of("""{"a":{"items":{"properties":{"b":{}}}}}"""), Of("""{"a":{"items":{"properties":{}}}}"""), null, "/a[]/b is removed" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_is_judged_by_who_writes_and_who_reads(string before, string after, string? forWriters, string? forReaders)
    {
        // What we read is closed to other fields; what we send is open to them.
        Assert.Equal(Expected(forWriters), SchemaCompatibility.Breaks(Closed(before), Closed(after), MessageDirection.Received));
        Assert.Equal(Expected(forReaders), SchemaCompatibility.Breaks(Parsed(before), Parsed(after), MessageDirection.Sent));
        Assert.Equal(
            new[] { forWriters is null || !forWriters.EndsWith("is removed", StringComparison.Ordinal) ? forWriters : null, forReaders }.OfType<string>().Distinct().Order(StringComparer.Ordinal),
            SchemaCompatibility.Breaks(Parsed(before), Parsed(after), MessageDirection.Exchanged).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_keyword_that_nobody_judges_is_a_break_when_it_changes()
    {
        var (before, after) = (Parsed("""{"multipleOf":1}"""), Parsed("""{"multipleOf":10}"""));

        Assert.Single(SchemaCompatibility.Breaks(before, after, MessageDirection.Received));
        Assert.Single(SchemaCompatibility.Breaks(before, after, MessageDirection.Sent));
    }

    [Fact]
    public void Closing_a_message_to_other_fields_breaks_who_writes_them() =>
        Assert.Single(SchemaCompatibility.Breaks(Parsed(Of("{}")), Closed(Of("{}")), MessageDirection.Received));

    private static string Of(string properties, params string[] required) =>
        $$"""{"type":"object","properties":{{properties}},"required":[{{string.Join(',', required.Select(name => $"\"{name}\""))}}]}""";

    private static IEnumerable<string> Expected(string? found) => found is null ? [] : [found];

    private static JsonObject Parsed(string schema) => JsonNode.Parse(schema)!.AsObject();

    private static JsonObject Closed(string schema)
    {
        var closed = Parsed(schema);
        closed["additionalProperties"] = false;
        return closed;
    }
}
