using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using LoanServicing.Contracts;
using LoanServicing.Contracts.Outside;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Messaging;
using NodaTime;

namespace LoanServicing.Host.Schemas;

/// <summary>Makes the JSON Schema (draft 2020-12) of a message from its record, as <see cref="FactJson"/> writes and reads it.</summary>
internal sealed class JsonSchemas
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";
    private const string PersianDate = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

    private static readonly JsonSerializerOptions Options = new(FactJson.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    private readonly XmlDocs _docs = XmlDocs.Of(typeof(BankPaymentReceived).Assembly);

    public JsonObject Of(MessageSchema message)
    {
        var node = Options.GetJsonSchemaAsNode(message.Type, new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, schema) => Describe(message.Direction, context, schema),
        }).AsObject();
        var whole = new JsonObject
        {
            ["$schema"] = Dialect,
            ["$id"] = $"urn:loanservicing:message:{message.Name}",
            ["title"] = message.Name,
            ["description"] = _docs.Of(message.Type),
        };
        foreach (var (keyword, value) in node.ToList())
        {
            node.Remove(keyword);
            whole[keyword] = value;
        }

        if (message.Type.GetCustomAttribute<ExactlyOneOfAttribute>() is { } choice)
        {
            whole["oneOf"] = new JsonArray([.. choice.Fields.Select(field => new JsonObject { ["required"] = new JsonArray(field) })]);
        }

        return whole;
    }

    private JsonNode Describe(MessageDirection direction, JsonSchemaExporterContext context, JsonNode node)
    {
        var type = context.TypeInfo.Type;
        var schema = Scalar(Nullable.GetUnderlyingType(type) ?? type) ?? node as JsonObject ?? [];
        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            DescribeObject(direction, context.TypeInfo, schema);
        }

        schema.Remove("default"); // of a parameter that may be left out; it would say null where null is refused
        var mayBeNull = direction != MessageDirection.Received && (context.PropertyInfo?.IsGetNullable ?? Nullable.GetUnderlyingType(type) is not null);
        SetNull(schema, mayBeNull);
        if (context.PropertyInfo?.AttributeProvider is PropertyInfo property)
        {
            DescribeProperty(property, schema, direction);
        }

        return schema;
    }

    /// <summary>What the converters of ours write.</summary>
    private static JsonObject? Scalar(Type type) => type switch
    {
        _ when type == typeof(Rials) => new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = Rials.MaxAmount },
        _ when type == typeof(LocalDate) => new JsonObject { ["type"] = "string", ["format"] = "date" },
        _ when type == typeof(Instant) => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        { IsEnum: true } => new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => JsonValue.Create(name))]) },
        _ => null,
    };

    /// <summary>What we send is always there; what we read must be, unless null would do.</summary>
    private static void DescribeObject(MessageDirection direction, JsonTypeInfo type, JsonObject schema)
    {
        var required = type.Properties.Where(property => direction == MessageDirection.Sent
            || (!property.IsGetNullable && (property.Set is not null || property.AssociatedParameter is not null)));
        schema["required"] = new JsonArray([.. required.Select(property => JsonValue.Create(property.Name))]);
        if (direction == MessageDirection.Received)
        {
            schema["additionalProperties"] = false;
        }
    }

    private void DescribeProperty(PropertyInfo property, JsonObject schema, MessageDirection direction)
    {
        var isAmount = property.PropertyType == typeof(Rials);
        if (isAmount && direction == MessageDirection.Received)
        {
            schema["minimum"] = 1;
        }

        if (property.GetCustomAttribute<DifferenceAttribute>() is not null)
        {
            AllowNegative(schema);
        }

        if (property.GetCustomAttribute<RegularExpressionAttribute>() is { } form)
        {
            schema["pattern"] = form.Pattern;
        }
        else if (property.Name.EndsWith("Persian", StringComparison.Ordinal))
        {
            schema["pattern"] = PersianDate;
            schema["description"] = "The same date in the Solar Hijri calendar.";
        }

        if (_docs.Of(property) is { } words)
        {
            schema["description"] = words;
        }
    }

    private static void AllowNegative(JsonObject schema)
    {
        if (schema.ContainsKey("minimum"))
        {
            schema["minimum"] = -Rials.MaxAmount;
        }

        foreach (var (_, inner) in schema["properties"]?.AsObject() ?? [])
        {
            AllowNegative(inner!.AsObject());
        }
    }

    private static void SetNull(JsonObject schema, bool mayBeNull)
    {
        if (schema["type"] is not { } types)
        {
            return;
        }

        var names = (types is JsonArray several ? several.Select(one => (string)one!) : [(string)types!]).Where(name => name != "null").ToList();
        schema["type"] = mayBeNull
            ? new JsonArray([.. names.Append("null").Select(name => JsonValue.Create(name))])
            : names is [var single] ? single : throw new InvalidOperationException($"A value is of {string.Join(" or ", names)}, which no message of ours has.");
    }
}
