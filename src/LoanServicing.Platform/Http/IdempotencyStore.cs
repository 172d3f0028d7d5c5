using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Platform.Http;

/// <summary>The answer that a key of a caller got first. Rows are kept for ever: a bank file comes again next morning, or in three years.</summary>
internal sealed record StoredAnswer
{
    public string RequestHash { get; init; } = "";

    public int Status { get; init; }

    public string? Location { get; init; }

    public string? Answer { get; init; }
}

internal static class IdempotencyStore
{
    private const string Select =
        "select request_hash, status, location, answer from idempotency where subject = @subject and idempotency_key = @key";

    private const string Insert =
        """
        insert into idempotency (subject, idempotency_key, request_hash, status, location, answer, answer_hash, created_at)
        values (@subject, @key, @RequestHash, @Status, @Location, @Answer, @answerHash, @Now)
        """;

    public static Task<StoredAnswer?> FindAsync(UnitOfWork unit, string subject, string key) =>
        unit.QuerySingleOrDefaultAsync<StoredAnswer>(Select, new { subject, key });

    public static Task KeepAsync(UnitOfWork unit, string subject, string key, StoredAnswer answer) =>
        unit.ExecuteAsync(
            Insert,
            new
            {
                subject, key, answer.RequestHash, answer.Status, answer.Location, answer.Answer, answerHash = StoredTexts.HashOf(answer.Answer), unit.Now,
            });

    /// <summary>A hash of what is asked for: method, path and the body's content, whatever its spacing and order of fields.</summary>
    public static string HashOf(string method, string path, JsonElement body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WriteSorted(writer, body);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{method} {path}\n"));
        hash.AppendData(buffer.WrittenSpan);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void WriteSorted(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    WriteSorted(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    WriteSorted(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Undefined:
                writer.WriteNullValue();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
