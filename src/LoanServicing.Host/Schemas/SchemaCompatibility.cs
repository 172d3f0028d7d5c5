using System.Text.Json.Nodes;

namespace LoanServicing.Host.Schemas;

/// <summary>Says what a change of a message's schema would break for those who write or read it today.</summary>
internal static class SchemaCompatibility
{
    /// <returns>One sentence for each break; none for a change that everybody survives.</returns>
    public static IReadOnlyList<string> Breaks(JsonObject before, JsonObject after, MessageDirection direction) => direction switch
    {
        // What is written today would no longer be taken.
        MessageDirection.Received => new SchemaNarrowing(isForward: true).Find(before, after),

        // What will be written is more than today's readers are told to expect; and what they may look for is gone.
        MessageDirection.Sent => [.. new SchemaNarrowing(isForward: false).Find(after, before).Union(Removed(before, after, ""))],
        _ => [.. Breaks(before, after, MessageDirection.Received).Union(Breaks(before, after, MessageDirection.Sent))],
    };

    private static IEnumerable<string> Removed(JsonNode? before, JsonNode? after, string path)
    {
        foreach (var (name, inner) in before?["properties"] as JsonObject ?? [])
        {
            if (after?["properties"]?[name] is { } still)
            {
                foreach (var deeper in Removed(inner, still, $"{path}/{name}"))
                {
                    yield return deeper;
                }
            }
            else
            {
                yield return $"{path}/{name} is removed";
            }
        }

        if (before?["items"] is { } items)
        {
            foreach (var deeper in Removed(items, after?["items"], path + "[]"))
            {
                yield return deeper;
            }
        }
    }
}
