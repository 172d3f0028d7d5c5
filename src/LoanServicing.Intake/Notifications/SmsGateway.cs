using System.Globalization;
using System.Net;
using System.Text;
using System.Threading.RateLimiting;
using LoanServicing.Platform.Messaging;
using NodaTime;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace LoanServicing.Intake.Notifications;

/// <summary>
/// Gives texts to the gateway of short messages: <c>POST {id, to, text}</c> as JSON with <c>Idempotency-Key: id</c>. The gateway takes one id once, however
/// often it comes (docs/notifications.md). No log and no error of this class holds a text, a mobile or the key.
/// </summary>
internal sealed class SmsGateway : IDisposable
{
    /// <summary>The name of the HTTP client that it takes.</summary>
    public const string ClientName = "notification-gateway";

    private const string KeyHeader = "Idempotency-Key";
    private const string AwayReason = "gateway.away";

    private readonly HttpClient _http;
    private readonly GatewaySettings _settings;
    private readonly GatewayPace _pace;
    private readonly RateLimiter _limiter;
    private readonly IClock _clock;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    /// <param name="limiter">Disposed with this.</param>
    public SmsGateway(HttpClient http, GatewaySettings settings, GatewayPace pace, RateLimiter limiter, IClock clock)
    {
        (_http, _settings, _pace, _limiter, _clock) = (http, settings, pace, limiter, clock);
        _pipeline = GatewayPipeline.Create(settings, pace, limiter);
    }

    /// <summary>One text, and what became of it; it fails for no reason of the gateway's.</summary>
    /// <param name="id">The same for ever.</param>
    /// <exception cref="OperationCanceledException">Nobody waits any more; the gateway may have the text.</exception>
    public async Task<GatewayAnswer> SendAsync(Guid id, string to, string text, CancellationToken cancel)
    {
        try
        {
            using var answer = await _pipeline.ExecuteAsync(
                async attempt =>
                {
                    using var request = RequestOf(id, to, text);
                    return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, attempt);
                },
                cancel);
            return Judge(answer);
        }
        catch (BrokenCircuitException open)
        {
            return new GatewayAnswer(GatewayOutcome.Away, AwayReason, open.RetryAfter is { } pause ? Duration.FromTimeSpan(pause) : _pace.Rest);
        }
        catch (TimeoutRejectedException)
        {
            return new GatewayAnswer(GatewayOutcome.Unknown, NotificationReasons.NoAnswer);
        }
        catch (HttpRequestException error)
        {
            return GatewayPipeline.WasNotTaken(error)
                ? new GatewayAnswer(GatewayOutcome.Away, AwayReason, _pace.Rest)
                : new GatewayAnswer(GatewayOutcome.Unknown, NotificationReasons.NoAnswer);
        }
    }

    public void Dispose() => _limiter.Dispose();

    private HttpRequestMessage RequestOf(Guid id, string to, string text)
    {
        var body = new StringContent(FactJson.Write(new { id, to, text }), Encoding.UTF8, "application/json"); // of a known length: not every gateway takes chunks
        var request = new HttpRequestMessage(HttpMethod.Post, _settings.Url) { Content = body };
        request.Headers.Add(KeyHeader, id.ToString("D"));
        if (_settings.HeaderValue is { } key)
        {
            request.Headers.TryAddWithoutValidation(_settings.Header, key);
        }

        return request;
    }

    private GatewayAnswer Judge(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        var reason = NotificationReasons.Status + status.ToString(CultureInfo.InvariantCulture);
        return answer.StatusCode switch
        {
            _ when answer.IsSuccessStatusCode => new GatewayAnswer(GatewayOutcome.Sent),
            HttpStatusCode.TooManyRequests => new GatewayAnswer(GatewayOutcome.Away, reason, RestOf(answer) ?? _pace.Rest),
            HttpStatusCode.ServiceUnavailable when RestOf(answer) is { } rest => new GatewayAnswer(GatewayOutcome.Away, reason, rest),
            HttpStatusCode.Unauthorized or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => new GatewayAnswer(GatewayOutcome.Away, reason, _pace.RestOfMisfit),
            _ when status is >= 300 and < 400 => new GatewayAnswer(GatewayOutcome.Away, reason, _pace.RestOfMisfit),
            HttpStatusCode.RequestTimeout or (HttpStatusCode)425 => new GatewayAnswer(GatewayOutcome.Failed, reason),
            _ when status is >= 400 and < 500 => new GatewayAnswer(GatewayOutcome.Refused, reason),
            _ => new GatewayAnswer(GatewayOutcome.Failed, reason),
        };
    }

    /// <summary>What <c>Retry-After</c> says, as seconds or as a date; null where it says nothing.</summary>
    private Duration? RestOf(HttpResponseMessage answer)
    {
        var rest = answer.Headers.RetryAfter switch
        {
            { Delta: { } seconds } => Duration.FromTimeSpan(seconds),
            { Date: { } date } => Instant.FromDateTimeOffset(date) - _clock.GetCurrentInstant(),
            _ => (Duration?)null,
        };
        return rest is { } known ? Duration.Max(Duration.Zero, Duration.Min(known, _pace.LongestRest)) : null;
    }
}
