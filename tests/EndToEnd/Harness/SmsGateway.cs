using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LoanServicing.EndToEnd.Harness;

/// <summary>A short message as the gateway takes it.</summary>
internal sealed record ShortMessage(string Id, string To, string Text);

/// <summary>A gateway of short messages over real HTTP, as docs/notifications.md asks for one: it takes an id once, and answers a repeated one without sending.</summary>
internal sealed class SmsGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly List<ShortMessage> _requests = [];
    private readonly Dictionary<string, ShortMessage> _taken = [];
    private readonly TaskCompletionSource<ShortMessage> _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _holds;

    /// <param name="holds">Which request it takes and leaves without an answer; the count begins at 1.</param>
    private SmsGateway(WebApplication app, int holds) => (_app, _holds) = (app, holds);

    public Uri Url => new(_app.Urls.Single() + "/messages");

    /// <summary>Every request, repeated ones too.</summary>
    public IReadOnlyList<ShortMessage> Requests => Snapshot(_requests);

    /// <summary>What it has sent on, each id once.</summary>
    public IReadOnlyList<ShortMessage> Sent => Snapshot(_taken.Values);

    /// <summary>The message that it has sent on and not answered for.</summary>
    public Task<ShortMessage> Held => _held.Task;

    public static async Task<SmsGateway> StartAsync(int holds)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var gateway = new SmsGateway(builder.Build(), holds);
        gateway._app.MapPost("/messages", gateway.TakeAsync);
        await gateway._app.StartAsync();
        return gateway;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        var body = (await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted))!;
        var message = new ShortMessage((string)body["id"]!, (string)body["to"]!, (string)body["text"]!);
        if (message.Id != http.Request.Headers["Idempotency-Key"])
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        int number;
        lock (_gate)
        {
            _requests.Add(message);
            _taken.TryAdd(message.Id, message);
            number = _requests.Count;
        }

        if (number == _holds)
        {
            _held.SetResult(message);
            await Task.Delay(Timeout.Infinite, http.RequestAborted); // until whoever asks is gone
        }
    }

    private IReadOnlyList<ShortMessage> Snapshot(IEnumerable<ShortMessage> messages)
    {
        lock (_gate)
        {
            return [.. messages];
        }
    }
}
