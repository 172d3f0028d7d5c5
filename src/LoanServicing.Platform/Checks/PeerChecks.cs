using System.Net;
using System.Net.Http.Json;
using LoanServicing.Domain;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LoanServicing.Platform.Checks;

/// <summary>
/// The checks of the services that other processes host, asked over HTTP with the caller's own token: each process decides itself what the caller
/// may see and do. A peer that does not answer makes the whole answer 503: a list that lacks something would look like one that does not.
/// </summary>
internal sealed class PeerChecks(Peers peers, HttpClient http, ILogger<PeerChecks> log)
{
    /// <summary>Marks a question of a peer, which is answered from here alone.</summary>
    public const string OnlyHereHeader = "LoanServicing-Only-Here";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly string[] Passed = ["Authorization", "Accept-Language", Commands.KeyHeader];

    public static bool IsOnlyHere(HttpContext context) => context.Request.Headers.ContainsKey(OnlyHereHeader);

    /// <summary>What waits elsewhere for this caller.</summary>
    public async Task<(IReadOnlyList<CheckItem> Items, ApiProblem? Problem)> ListAsync(HttpContext caller)
    {
        if (peers.Missing.Count > 0)
        {
            return ([], NotNamed);
        }

        try
        {
            var lists = await Task.WhenAll(peers.Addresses.Select(address => ListAsync(address, caller)));
            return ([.. lists.SelectMany(list => list)], null);
        }
        catch (Exception cause) when (IsAway(cause, caller))
        {
            log.LogWarning("The checks of a peer are not known: {Cause}", cause.Message);
            return ([], Away);
        }
    }

    /// <summary>Lets the peer that has the request decide it; null when none has.</summary>
    /// <param name="path">From the root of the server, for instance <c>/api/v1/checks/ID/approval</c>.</param>
    public async Task<IResult?> DecideAsync(HttpContext caller, string path)
    {
        var body = await BodyReader.ReadBytesAsync(caller);
        if (body is null)
        {
            return ApiResults.Problem(BodyReader.TooLarge);
        }

        var away = false;
        foreach (var address in peers.Addresses)
        {
            try
            {
                using var question = Question(HttpMethod.Post, new Uri(address, path), caller);
                question.Content = new ByteArrayContent(body);
                question.Content.Headers.TryAddWithoutValidation("Content-Type", caller.Request.ContentType ?? "application/json");
                using var answer = await http.SendAsync(question, caller.RequestAborted);
                if (answer.StatusCode != HttpStatusCode.NotFound)
                {
                    return new Relayed((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), await answer.Content.ReadAsByteArrayAsync(caller.RequestAborted));
                }
            }
            catch (Exception cause) when (IsAway(cause, caller))
            {
                log.LogWarning("A peer did not answer about a check: {Cause}", cause.Message);
                away = true;
            }
        }

        return away ? ApiResults.Problem(Away) : peers.Missing.Count > 0 ? ApiResults.Problem(NotNamed) : null;
    }

    private async Task<IReadOnlyList<CheckItem>> ListAsync(Uri address, HttpContext caller)
    {
        using var question = Question(HttpMethod.Get, new Uri(address, PlatformApplication.ApiPrefix + "/checks"), caller);
        using var answer = await http.SendAsync(question, caller.RequestAborted);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<CheckList>(FactJson.Options, caller.RequestAborted))!.Items;
    }

    private static HttpRequestMessage Question(HttpMethod method, Uri address, HttpContext caller)
    {
        var question = new HttpRequestMessage(method, address);
        question.Headers.Add(OnlyHereHeader, "1");
        foreach (var name in Passed.Where(caller.Request.Headers.ContainsKey))
        {
            question.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)caller.Request.Headers[name]);
        }

        return question;
    }

    private static bool IsAway(Exception cause, HttpContext caller) =>
        cause is HttpRequestException or System.Text.Json.JsonException || (cause is OperationCanceledException && !caller.RequestAborted.IsCancellationRequested);

    private ApiProblem NotNamed => new ApiProblem(503, "checks.peer-not-named", new Bilingual(
        $"This process does not know where {string.Join(", ", peers.Missing)} can be asked; the operator names them with the settings Peers:SERVICE.",
        "این فرایند نشانی برخی سرویس‌ها را نمی‌داند؛ متصدی سامانه باید آن‌ها را تنظیم کند.")) { RetryAfterSeconds = 60 };

    private static ApiProblem Away { get; } = new(503, "checks.peer-away", new Bilingual(
        "A service that has checks does not answer now; ask again.", "یکی از سرویس‌ها اکنون پاسخ نمی‌دهد؛ دوباره بپرسید."))
    {
        RetryAfterSeconds = 5,
    };

    /// <summary>A peer's answer as it came.</summary>
    private sealed class Relayed(int status, string? contentType, byte[] body) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = contentType;
            await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
