using System.Security.Cryptography;
using System.Text.Json;
using LoanServicing.Domain;
using LoanServicing.Platform.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LoanServicing.Platform.Http;

/// <summary>Commands whose body is a file as it is, small enough to be held; what goes with it stands in the query. They move money and take a key.</summary>
public static class FileCommands
{
    private const int BufferSize = 1 << 16;

    public static RouteHandlerBuilder TakesFile(this RouteHandlerBuilder endpoint, string type, params string[] others) =>
        endpoint.Accepts<string>(type, others).WithMetadata(new KeyTaken(KeyPolicy.Required));

    /// <param name="largest">In bytes; a larger file is refused (413).</param>
    /// <param name="query">What stands in the query, texts or nulls: read as a body's fields are.</param>
    /// <param name="read">Reads query and file outside the unit of work; what it finds wrong is refused.</param>
    /// <param name="handler">As of <see cref="Commands"/>: the file and its query under one key, the same again gets the first answer.</param>
    public static async Task<IResult> RunAsync<TQuery, TFile>(
        HttpContext http,
        string service,
        int largest,
        TQuery query,
        Func<RequestBody, ReadOnlyMemory<byte>, Task<(TFile? File, ApiProblem? Problem)>> read,
        Func<CommandContext, TFile, Task<Answer>> handler)
        where TQuery : notnull
        where TFile : class
    {
        if (Commands.ReadKey(http, KeyPolicy.Required, out var key) is { } keyProblem)
        {
            return ApiResults.Problem(keyProblem);
        }

        if (await ReadBytesAsync(http, largest) is not { } content)
        {
            return ApiResults.Problem(TooLarge(largest));
        }

        var fields = JsonSerializer.SerializeToElement(query, FactJson.Options);
        var (file, problem) = await read(new RequestBody(fields), content);
        if (file is null)
        {
            return ApiResults.Problem(problem ?? throw new InvalidOperationException("A file was read neither well nor badly."));
        }

        var about = $"{http.Request.Path} {Convert.ToHexStringLower(SHA256.HashData(content.Span))}";
        var request = new Commands.RequestOf(
            http, Caller.Of(http), key, IdempotencyStore.HashOf(http.Request.Method, about, fields), fields, RequestFields.Of<TQuery>());
        return await Commands.RunAsync(service, request, context => handler(context, file));
    }

    /// <summary>The body as it is; null when it is larger.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadBytesAsync(HttpContext http, int largest)
    {
        if (http.Request.ContentLength > largest)
        {
            return null;
        }

        using var content = new MemoryStream();
        var buffer = new byte[BufferSize];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
        {
            if (content.Length + read > largest)
            {
                return null;
            }

            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    private static ApiProblem TooLarge(int largest) => new(StatusCodes.Status413PayloadTooLarge, "file.too-large", new Bilingual(
        $"The file is larger than {largest} bytes; send it in parts.", $"فایل از {largest} بایت بزرگ‌تر است؛ آن را در چند بخش بفرستید."));
}
