using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace LoanServicing.Intake.Tests;

internal static class Http
{
    /// <summary>Posts an object as JSON; null sends no body at all.</summary>
    public static async Task<HttpResponseMessage> SendAsync(this HttpClient client, string path, object? body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await client.SendAsync(request);
    }

    /// <summary>Posts a text as it is.</summary>
    public static Task<HttpResponseMessage> SendRawAsync(this HttpClient client, string path, string json) =>
        client.PostAsync(path, new StringContent(json, System.Text.Encoding.UTF8, "application/json"));

    /// <summary>The body, after checking the status; the message of a failed check holds the body.</summary>
    public static async Task<JsonElement> ReadAsync(this HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{(int)answer.StatusCode} instead of {(int)expected}: {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    public static async Task<string> CodeAsync(this HttpResponseMessage answer, HttpStatusCode expected) =>
        (await answer.ReadAsync(expected)).GetProperty("code").GetString()!;

    /// <summary>The errors of a 400 as <c>field:code</c>.</summary>
    public static async Task<IReadOnlyList<string>> ErrorsAsync(this HttpResponseMessage answer) =>
    [
        .. (await answer.ReadAsync(HttpStatusCode.BadRequest)).GetProperty("errors").EnumerateArray()
            .Select(error => $"{error.GetProperty("field").GetString()}:{error.GetProperty("code").GetString()}"),
    ];

    public static string Text(this JsonElement element, string property) => element.GetProperty(property).GetString()!;
}
