using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace LoanServicing.Platform.Tests.Http;

/// <summary>A refusal as a client reads it.</summary>
internal sealed record ProblemBody(int Status, string Title, string Code, string TraceId, IReadOnlyList<ProblemField>? Errors, string? State)
{
    public static async Task<ProblemBody> OfAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = (await answer.Content.ReadFromJsonAsync<ProblemBody>(JsonSerializerOptions.Web))!;
        Assert.Equal((int)answer.StatusCode, problem.Status);
        Assert.NotEmpty(problem.Title);
        Assert.NotEmpty(problem.TraceId);
        return problem;
    }
}

internal sealed record ProblemField(string Field, string Code, string Message);

internal static class Posting
{
    /// <summary>Posts these bytes as JSON, with an idempotency key if one is given.</summary>
    public static async Task<HttpResponseMessage> PostBytesAsync(this HttpClient client, string address, byte[] body, string? key = null)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await client.SendAsync(request);
    }

    public static Task<HttpResponseMessage> PostTextAsync(this HttpClient client, string address, string body, string? key = null) =>
        client.PostBytesAsync(address, Encoding.UTF8.GetBytes(body), key);
}
