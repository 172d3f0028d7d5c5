using System.Security.Claims;
using System.Text;
using System.Text.Json.Nodes;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;
using LoanServicing.Simulation.Checks;
using Microsoft.AspNetCore.Http;

namespace LoanServicing.Simulation.World;

/// <summary>Who sends a request.</summary>
internal sealed record Person(string Subject, string Role);

/// <summary>A request to one service.</summary>
/// <param name="Path">After <c>/api/v1</c>, the query included.</param>
internal sealed record Call(string Service, string Method, string Path, Person By, JsonNode? Body = null, string? Key = null);

/// <summary>An answer that arrived.</summary>
internal sealed record Reply(int Status, JsonNode? Json)
{
    public bool IsDone => Status is >= 200 and < 300;

    /// <summary>Nothing is known to be done: the same request may be sent again.</summary>
    public bool IsToBeRepeated => Status >= 500;

    public string? Code => (string?)Json?["code"];

    public JsonNode this[string name] => Json?[name] ?? throw new FindingException($"An answer {Status} has no {name}: {Json?.ToJsonString()}");

    public override string ToString() => string.Join(' ',
    [
        $"{Status}", .. Code is { } code ? [code] : Array.Empty<string>(), .. Json?["errors"]?.AsArray().Select(error => $"{error!["field"]}:{error["code"]}") ?? [],
    ]);
}

/// <summary>Sends requests through the product's own routes and endpoints.</summary>
internal sealed class Api(SimulatedWorld world)
{
    /// <returns>Null when no answer came: nobody is there, the process died, or the answer was lost.</returns>
    public async Task<Reply?> SendAsync(Call call)
    {
        if (world.Running(call.Service) is not { } service)
        {
            return null;
        }

        var process = world.Processes.Single(running => running.Services.Contains(service));
        var http = Request(call);
        ErrorLog.Begin();
        await world.Product.HandleAsync(process, http);
        if (process.IsDead || world.Hits(faults => faults.AnswerLost, "answer lost"))
        {
            return null;
        }

        var reply = Read(http);
        return reply.Status == StatusCodes.Status500InternalServerError
            ? throw new FindingException($"{call.Method} {call.Path} is answered 500: {ErrorLog.Last}")
            : reply;
    }

    private static DefaultHttpContext Request(Call call)
    {
        var http = new DefaultHttpContext
        {
            User = new ClaimsPrincipal(new ClaimsIdentity(
                [new Claim("sub", call.By.Subject), new Claim(Caller.RoleClaim, call.By.Role)], authenticationType: "simulation")),
        };
        var (path, query) = call.Path.Split('?') is [var before, var after] ? (before, "?" + after) : (call.Path, "");
        http.Request.Method = call.Method;
        http.Request.Path = PlatformApplication.ApiPrefix + path;
        http.Request.QueryString = new QueryString(query);
        if (call.Body is not null)
        {
            var bytes = Encoding.UTF8.GetBytes(call.Body.ToJsonString());
            http.Request.Body = new MemoryStream(bytes);
            http.Request.ContentLength = bytes.Length;
            http.Request.ContentType = "application/json";
        }

        if (call.Key is not null)
        {
            http.Request.Headers[Commands.KeyHeader] = call.Key;
        }

        http.Response.Body = new MemoryStream();
        return http;
    }

    private static Reply Read(DefaultHttpContext http)
    {
        var body = (MemoryStream)http.Response.Body;
        return new Reply(http.Response.StatusCode, body.Length == 0 ? null : JsonNode.Parse(body.ToArray()));
    }
}
