using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoanServicing.Platform.Hosting;
using Polly;
using Polly.Retry;

namespace LoanServicing.Host.Clients;

/// <summary>An answer of the API: its status and its JSON.</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, JsonNode? Body)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public string? Code => (string?)Body?["code"];

    /// <summary>The body of a successful answer.</summary>
    /// <exception cref="UnexpectedAnswerException">The answer is a problem.</exception>
    public JsonNode Expect(string doing) =>
        IsSuccess && Body is not null ? Body : throw new UnexpectedAnswerException($"{doing}: {(int)Status} {Body?.ToJsonString()}");
}

/// <summary>The API answered what a driver of it cannot go on with.</summary>
internal sealed class UnexpectedAnswerException(string message) : Exception(message);

/// <summary>
/// Calls the API as one subject. A busy or restarting host (503, 429, no connection) is asked again, with growing pauses: every call that is made here
/// may be repeated, because it carries a key, a reference, or the same wish.
/// </summary>
internal sealed class ApiClient(HttpClient http, string token)
{
    private const int Retries = 6;

    private static readonly ResiliencePipeline<HttpResponseMessage> Patience = new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = Retries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(250),
            UseJitter = true,
            ShouldHandle = new PredicateBuilder<HttpResponseMessage>()
                .Handle<HttpRequestException>()
                .HandleResult(response => response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests),
        })
        .Build();

    public Task<ApiAnswer> GetAsync(string path, CancellationToken cancel) => SendAsync(HttpMethod.Get, path, null, null, cancel);

    public Task<ApiAnswer> PostAsync(string path, object? body, string? key, CancellationToken cancel) =>
        SendAsync(HttpMethod.Post, path, body, key, cancel);

    private async Task<ApiAnswer> SendAsync(HttpMethod method, string path, object? body, string? key, CancellationToken cancel)
    {
        using var response = await Patience.ExecuteAsync(
            async attempt =>
            {
                using var request = RequestOf(method, path, body, key);
                return await http.SendAsync(request, attempt);
            },
            cancel);
        return new ApiAnswer(response.StatusCode, await ReadAsync(response, cancel));
    }

    private HttpRequestMessage RequestOf(HttpMethod method, string path, object? body, string? key)
    {
        var request = new HttpRequestMessage(method, PlatformApplication.ApiPrefix + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (key is not null)
        {
            request.Headers.Add(Platform.Http.Commands.KeyHeader, key);
        }

        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType());
        }

        return request;
    }

    private static async Task<JsonNode?> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var text = await response.Content.ReadAsStringAsync(cancel);
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text); // a gateway's page: shown as it came
        }
    }
}
