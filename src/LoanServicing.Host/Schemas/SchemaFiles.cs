using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LoanServicing.Host.Schemas;

/// <summary>The files under <c>schemas/</c> that tell outside parties of our messages, by their path there.</summary>
internal static class SchemaFiles
{
    public const string MessageFolder = "messages";

    public static JsonSerializerOptions Layout { get; } = new() { WriteIndented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Indented = new(Layout) { WriteIndented = true, NewLine = "\n" };

    /// <summary>Every file with its text.</summary>
    public static IReadOnlyDictionary<string, string> Generate()
    {
        var schemas = new JsonSchemas();
        return MessageSchema.All
            .Select(message => (Path: PathOf(message), Document: schemas.Of(message)))
            .Append((Path: AsyncApiDocument.Path, Document: AsyncApiDocument.Create()))
            .ToDictionary(file => file.Path, file => file.Document.ToJsonString(Indented) + "\n");
    }

    public static string PathOf(MessageSchema message) => $"{MessageFolder}/{message.Name}.json";

    /// <summary>What the generated schemas would break of those in a folder; one sentence each, with the message's name.</summary>
    public static IReadOnlyList<string> Breaks(string folder, IReadOnlyDictionary<string, string> generated)
    {
        var breaks = new List<string>();
        foreach (var message in MessageSchema.All.Where(message => File.Exists(Path.Combine(folder, PathOf(message)))))
        {
            var before = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, PathOf(message))))!.AsObject();
            var after = JsonNode.Parse(generated[PathOf(message)])!.AsObject();
            breaks.AddRange(SchemaCompatibility.Breaks(before, after, message.Direction).Select(found => $"{message.Name} {found}"));
        }

        breaks.AddRange(Stored(folder).Where(path => !generated.ContainsKey(path)).Select(path => $"{Path.GetFileNameWithoutExtension(path)} is removed"));
        return breaks;
    }

    /// <summary>Message schemas in a folder, by their path there.</summary>
    public static IEnumerable<string> Stored(string folder)
    {
        var messages = Path.Combine(folder, MessageFolder);
        return Directory.Exists(messages)
            ? Directory.EnumerateFiles(messages, "*.json").Select(file => $"{MessageFolder}/{Path.GetFileName(file)}").Order(StringComparer.Ordinal)
            : [];
    }
}
