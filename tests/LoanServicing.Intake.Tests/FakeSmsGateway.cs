using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LoanServicing.Intake.Tests;

/// <summary>A gateway of short messages over real HTTP. It notes every request; what it answers is the test's to say.</summary>
internal sealed class FakeSmsGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeSmsGateway(WebApplication app) => _app = app;

    public ConcurrentQueue<SmsRequest> Requests { get; } = new();

    public Uri Url => new(_app.Urls.Single() + "/messages");

    /// <summary>Answers one request; 200 unless a test says otherwise.</summary>
    public Func<SmsRequest, HttpContext, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public int Count => Requests.Count;

    public IReadOnlyList<Guid> Ids => [.. Requests.Select(request => request.Id)];

    public static async Task<FakeSmsGateway> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var gateway = new FakeSmsGateway(app);
        app.MapPost("/messages", gateway.TakeAsync);
        await app.StartAsync();
        return gateway;
    }

    /// <summary>Answers every request with this status.</summary>
    public void AnswerWith(int status, string? retryAfter = null) => Answer = (_, http) =>
    {
        http.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            http.Response.Headers.RetryAfter = retryAfter;
        }

        return Task.CompletedTask;
    };

    /// <summary>Takes every text and cuts the connection before the answer.</summary>
    public void LoseAnswers() => Answer = (_, http) =>
    {
        http.Abort();
        return Task.CompletedTask;
    };

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body, cancellationToken: http.RequestAborted);
        var request = new SmsRequest(
            body.GetProperty("id").GetGuid(), http.Request.Headers["Idempotency-Key"].ToString(), body.Text("to"), body.Text("text"),
            http.Request.Headers.Authorization.ToString());
        Requests.Enqueue(request);
        await Answer(request, http);
    }
}

internal sealed record SmsRequest(Guid Id, string IdempotencyKey, string To, string Text, string Authorization);
