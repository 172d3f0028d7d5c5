using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;

namespace LoanServicing.Platform.Http;

/// <summary>What the OpenAPI document says of requests: which fields must be there, and which codes a field takes.</summary>
internal static class OpenApiRequests
{
    /// <summary>
    /// A field that may be null may be absent too (<see cref="RequestBody"/>). The generator lists every parameter of a record as required, which is
    /// right for answers only.
    /// </summary>
    public static void ReleaseOptionalFields(OpenApiDocument document)
    {
        var bodies = document.Paths.Values
            .SelectMany(path => path.Operations?.Values.AsEnumerable() ?? [])
            .SelectMany(operation => operation.RequestBody?.Content?.Values.AsEnumerable() ?? []);
        var seen = new HashSet<OpenApiSchema>();
        foreach (var body in bodies)
        {
            Release(body.Schema, document, seen);
        }
    }

    /// <summary>Lists the codes of a field with <see cref="AllowedValuesAttribute"/>, of each item where it is a list.</summary>
    public static void ListCodes(OpenApiSchema schema, JsonPropertyInfo? property)
    {
        var codes = property?.AttributeProvider?.GetCustomAttributes(typeof(AllowedValuesAttribute), inherit: false)
            .OfType<AllowedValuesAttribute>().FirstOrDefault();
        if (codes is not null && (schema.Items as OpenApiSchema ?? schema) is var target)
        {
            target.Enum = [.. codes.Values.Select(code => (JsonNode)JsonValue.Create((string)code!))];
        }
    }

    private static void Release(IOpenApiSchema? schema, OpenApiDocument document, HashSet<OpenApiSchema> seen)
    {
        var target = schema is OpenApiSchemaReference { Reference.Id: { } id } ? document.Components?.Schemas?[id] : schema;
        if (target is not OpenApiSchema own || !seen.Add(own))
        {
            return;
        }

        foreach (var (name, field) in own.Properties ?? new Dictionary<string, IOpenApiSchema>())
        {
            if (MayBeNull(field))
            {
                own.Required?.Remove(name);
            }

            Release(field, document, seen);
        }

        Release(own.Items, document, seen);
    }

    private static bool MayBeNull(IOpenApiSchema field) =>
        field.Type?.HasFlag(JsonSchemaType.Null) == true || field.OneOf?.Any(one => one.Type == JsonSchemaType.Null) == true;
}
