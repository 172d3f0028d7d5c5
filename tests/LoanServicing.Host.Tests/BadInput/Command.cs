using System.Text.Json.Nodes;
using LoanServicing.Host.Tests.Support;

namespace LoanServicing.Host.Tests.BadInput;

/// <summary>A POST with a body that is accepted as it stands, so that what is wrong in a changed copy is the change alone.</summary>
/// <param name="Pattern">The route under <c>/api/v1/</c>, as the application spells it.</param>
/// <param name="Path">Of something that is in the state for it.</param>
/// <param name="Required">The fields without which it is refused.</param>
internal sealed record Command(string Pattern, HttpClient Client, string Path, JsonObject Legal, params string[] Required)
{
    private int _calls;

    /// <summary>Those of the required that another value of the body would not need; the OpenAPI document cannot say so.</summary>
    public string[] Conditional { get; init; } = [];

    /// <summary>Whether the body may be absent altogether.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>Whether an <c>Idempotency-Key</c> is demanded.</summary>
    public bool MovesMoney { get; init; }

    /// <summary>Whether it carries an <c>Idempotency-Key</c> at all; <c>/quotes</c> and <c>/dev/*</c> do not read one.</summary>
    public bool ReadsKey { get; init; } = true;

    /// <summary>Its name in the OpenAPI document.</summary>
    public string Operation => $"POST {Route.ApiPrefix}/{Pattern}";

    public Task<Reply> SendAsync(string? text) => Client.SendTextAsync(Path, text, $"{Pattern}-{++_calls}");

    /// <summary>The legal body with one field changed, as JSON text; a null text takes the field away.</summary>
    public string Changed(string field, string? json)
    {
        var body = Legal.DeepClone().AsObject();
        body.Remove(field);
        var text = body.ToJsonString();
        return json is null ? text : $"{text[..^1]}{(body.Count > 0 ? "," : "")}\"{field}\":{json}}}";
    }

    public override string ToString() => Pattern;
}
