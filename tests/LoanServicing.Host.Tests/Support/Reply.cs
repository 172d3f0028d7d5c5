using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LoanServicing.Host.Tests.Support;

/// <summary>An answer of the API: its status and its JSON.</summary>
internal sealed record Reply(HttpStatusCode Status, JsonNode? Json, string Text)
{
    public string? Code => (string?)Json?["code"];

    /// <summary>The fields that a refused request must mend, each with its code.</summary>
    public IReadOnlyList<string> Errors =>
        [.. Json?["errors"]?.AsArray().Select(error => $"{error!["field"]} {error["code"]}") ?? []];

    public JsonNode this[string name] => Json![name] ?? throw new InvalidOperationException($"There is no {name} in {Text}");

    /// <summary>The same answer, when its status is this one.</summary>
    public Reply Expect(HttpStatusCode status) =>
        Status == status ? this : throw new InvalidOperationException($"{(int)status} was expected, the answer is {(int)Status} {Text}");
}

internal static class ApiCalls
{
    public static async Task<Reply> ReadAsync(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return await ReplyAsync(answer);
    }

    /// <summary>Posts an object as JSON, or nothing.</summary>
    public static Task<Reply> SendAsync(this HttpClient client, string path, object? body = null, string? key = null) =>
        client.SendTextAsync(path, body is null ? null : JsonSerializer.Serialize(body), key);

    /// <summary>Posts a text as it stands.</summary>
    public static async Task<Reply> SendTextAsync(this HttpClient client, string path, string? text, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (text is not null)
        {
            request.Content = new StringContent(text, Encoding.UTF8, "application/json");
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await client.SendAsync(request);
        return await ReplyAsync(answer);
    }

    private static async Task<Reply> ReplyAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        var json = answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new Reply(answer.StatusCode, json ? JsonNode.Parse(text) : null, text);
    }
}
