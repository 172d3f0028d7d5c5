using System.Net;
using System.Text.Json.Nodes;

namespace LoanServicing.Host.Clients;

/// <summary>An answer of the API: its status and its JSON object, null where it has no body.</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, JsonObject? Body)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>The code of a problem; every problem of the API has one.</summary>
    public string? Code => Text("code");

    /// <summary>A text of the body; null where there is none of this name.</summary>
    public string? Text(string name) => Body?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The body of a successful answer.</summary>
    /// <exception cref="UnexpectedAnswerException">The answer is a problem.</exception>
    public JsonObject Expect(string doing) => IsSuccess && Body is not null
        ? Body
        : throw new UnexpectedAnswerException($"The host answered what cannot be gone on with. {doing}: {(int)Status} {Body?.ToJsonString()}");
}
