using System.Text.Json;
using LoanServicing.Domain;
using Microsoft.AspNetCore.Http;

namespace LoanServicing.Platform.Http;

/// <summary>Reads a request's body as one JSON object, within a size.</summary>
internal static class BodyReader
{
    /// <summary>Largest JSON body, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int MaxDepth = 16;

    public static ApiProblem TooLarge { get; } = new(413, "body.too-large", new Bilingual(
        $"The body is larger than {MaxBytes} bytes.", $"بدنهٔ درخواست از {MaxBytes} بایت بزرگ‌تر است."));

    private static readonly JsonElement Empty = JsonSerializer.SerializeToElement(new Dictionary<string, string>());

    public static async Task<(JsonElement Body, ApiProblem? Problem)> ReadAsync(HttpContext http, bool mayBeEmpty)
    {
        var bytes = await ReadBytesAsync(http);
        if (bytes is null)
        {
            return (Empty, TooLarge);
        }

        if (bytes.Length == 0)
        {
            return mayBeEmpty ? (Empty, null) : (Empty, Malformed("body.empty", "A JSON object is expected; the body is empty.", "بدنهٔ درخواست خالی است؛ یک شیء JSON لازم است."));
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
            ReadTexts(document.RootElement);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return (Empty, Malformed("body.not-an-object", "The body must be a JSON object.", "بدنهٔ درخواست باید یک شیء JSON باشد."));
            }

            return DuplicateFields.In(document.RootElement) is { Count: > 0 } repeated
                ? (Empty, ApiProblem.Malformed(repeated))
                : (document.RootElement.Clone(), null);
        }
        catch (JsonException cause)
        {
            return (Empty, Malformed(
                "body.not-json",
                $"The body is not valid JSON (line {cause.LineNumber + 1}, byte {cause.BytePositionInLine + 1}).",
                "بدنهٔ درخواست JSON معتبر نیست."));
        }
        catch (InvalidOperationException)
        {
            return (Empty, Malformed("body.not-json", "The body has a text that is not valid Unicode.", "بدنهٔ درخواست متن نامعتبر دارد."));
        }
    }

    /// <summary>Reads every name and text once: the parser lets broken UTF-8 and lone surrogates pass, which fail only when read.</summary>
    private static void ReadTexts(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    ReadTexts(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    ReadTexts(item);
                }

                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
        }
    }

    /// <summary>The body as it is; null when it is larger than <see cref="MaxBytes"/>.</summary>
    public static async Task<byte[]?> ReadBytesAsync(HttpContext http)
    {
        if (http.Request.ContentLength > MaxBytes)
        {
            return null;
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[8192];
        int read;
        while ((read = await http.Request.Body.ReadAsync(chunk, http.RequestAborted)) > 0)
        {
            if (buffer.Length + read > MaxBytes)
            {
                return null;
            }

            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    private static ApiProblem Malformed(string code, string en, string fa) => new(400, code, new Bilingual(en, fa));
}
