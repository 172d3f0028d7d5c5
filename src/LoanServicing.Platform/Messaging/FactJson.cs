using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Platform.Messaging;

/// <summary>
/// JSON as it is stored, sent and answered everywhere: camelCase, rials as an integer, dates as <c>yyyy-MM-dd</c>, instants as UTC ISO.
/// </summary>
public static class FactJson
{
    private static readonly Dictionary<string, Type> Types = typeof(IFact).Assembly.GetTypes()
        .Where(type => type.IsClass && typeof(IFact).IsAssignableFrom(type))
        .ToDictionary(type => type.Name);

    // The resolver is given here: without one, asking for the fields of a type fails until something has been serialised.
    public static JsonSerializerOptions Options { get; } =
        Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() });

    /// <summary>Every fact that the services exchange.</summary>
    public static IReadOnlyCollection<Type> FactTypes => Types.Values;

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.WriteIndented = false; // MassTransit's own default would double a message that is full of lists
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping; // Persian stays readable; nothing here is put into a page unescaped
        options.Converters.Add(new RialsConverter());
        options.Converters.Add(new LocalDateConverter());
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new JsonStringEnumConverter());
        return options;
    }

    /// <summary>Half of what the broker takes (<c>max_message_size</c> of deploy/rabbitmq/rabbitmq.conf): a larger one would close its sender's channel, again and again.</summary>
    public const int LargestFactBytes = 512 * 1024;

    /// <exception cref="InvalidOperationException">The fact is larger than <see cref="LargestFactBytes"/>.</exception>
    public static string WriteFact(IFact fact)
    {
        var body = Write(fact);
        var bytes = Encoding.UTF8.GetByteCount(body);
        return bytes <= LargestFactBytes
            ? body
            : throw new InvalidOperationException($"{fact.GetType().Name} has {bytes} bytes; a fact has at most {LargestFactBytes}.");
    }

    public static string Write(IFact fact) => JsonSerializer.Serialize(fact, fact.GetType(), Options);

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string body) =>
        JsonSerializer.Deserialize<T>(body, Options) ?? throw new JsonException($"A stored {typeof(T).Name} is null.");

    public static IFact Read(string type, string body) =>
        (IFact?)JsonSerializer.Deserialize(body, TypeOf(type), Options) ?? throw new JsonException($"A stored {type} is null.");

    public static Type TypeOf(string name) =>
        Types.TryGetValue(name, out var type) ? type : throw new JsonException($"There is no fact named {name}.");

    private static T ReadText<T>(IPattern<T> pattern, ref Utf8JsonReader reader)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return text is not null && pattern.Parse(text).TryGetValue(default!, out var value)
            ? value
            : throw new JsonException($"'{text}' is not a {typeof(T).Name}.");
    }

    private sealed class RialsConverter : JsonConverter<Rials>
    {
        public override Rials Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, Rials value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
    }

    private sealed class LocalDateConverter : JsonConverter<LocalDate>
    {
        public override LocalDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ReadText(LocalDatePattern.Iso, ref reader);

        public override void Write(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) =>
            writer.WriteStringValue(LocalDatePattern.Iso.Format(value));
    }

    private sealed class InstantConverter : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ReadText(InstantPattern.ExtendedIso, ref reader);

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
            writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
    }
}
