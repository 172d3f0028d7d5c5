using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoanServicing.Platform.Hosting;
using Polly;
using Polly.Retry;

namespace LoanServicing.Host.Clients;

/// <summary>
/// Calls the API as one subject. A busy or restarting host (503, 429, no connection, or a gateway that finds none) is asked again, with growing
/// pauses: every call that is made here may be repeated, because it carries a key, a reference, or the same wish.
/// </summary>
/// <param name="http">Its base address is the host's.</param>
/// <param name="token">Null to ask as nobody.</param>
internal sealed class ApiClient(HttpClient http, string? token)
{
    /// <summary>About half a minute in all: a process that is killed needs some of it to come back.</summary>
    private const int Retries = 11;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private static readonly ResiliencePipeline<HttpResponseMessage> Patience = new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = Retries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(250),
            MaxDelay = LongestPause,
            UseJitter = true,
            ShouldHandle = new PredicateBuilder<HttpResponseMessage>()
                .Handle<HttpRequestException>()
                .HandleResult(response => response.StatusCode is
                    HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout),
        })
        .Build();

    public Uri Address => http.BaseAddress!;

    /// <exception cref="HttpRequestException">The host does not answer, or not in time.</exception>
    /// <exception cref="UnexpectedAnswerException">What answers is not the API.</exception>
    public Task<ApiAnswer> GetAsync(string path, CancellationToken cancel) => SendAsync(HttpMethod.Get, path, null, null, cancel);

    /// <inheritdoc cref="GetAsync"/>
    public Task<ApiAnswer> PostAsync(string path, object? body, string? key, CancellationToken cancel) =>
        SendAsync(HttpMethod.Post, path, body, key, cancel);

    private async Task<ApiAnswer> SendAsync(HttpMethod method, string path, object? body, string? key, CancellationToken cancel)
    {
        try
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
        catch (TaskCanceledException late) when (!cancel.IsCancellationRequested)
        {
            throw new HttpRequestException($"{Address} has not answered for {http.Timeout}.", late);
        }
    }

    private HttpRequestMessage RequestOf(HttpMethod method, string path, object? body, string? key)
    {
        var request = new HttpRequestMessage(method, PlatformApplication.ApiPrefix + path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

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

    /// <summary>The JSON object of an answer, null where it has no body; the API answers nothing else.</summary>
    private async Task<JsonObject?> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var content = await response.Content.ReadAsByteArrayAsync(cancel);
        try
        {
            return content.Length == 0
                ? null
                : JsonNode.Parse(content, null, Strict) as JsonObject ?? throw UnexpectedAnswerException.OfAnotherServer(Address, response.StatusCode);
        }
        catch (JsonException)
        {
            throw UnexpectedAnswerException.OfAnotherServer(Address, response.StatusCode); // a page, of another server or of a gateway
        }
    }
}
