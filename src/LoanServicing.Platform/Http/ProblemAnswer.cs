using System.Text.Json.Serialization;

namespace LoanServicing.Platform.Http;

/// <summary>A refusal as it is sent: RFC 9457 problem details. Some have members besides these, named as they are.</summary>
/// <param name="Title">What is wrong and how to mend it, in the caller's language.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="TraceId">Under which the log has it.</param>
public sealed record ProblemAnswer(string Type, string Title, int Status, string Code, string TraceId)
{
    /// <summary>Of a request that is wrong: each field to mend.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FieldAnswer>? Errors { get; init; }

    /// <summary>Of a 409: the state that does not allow the command.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? State { get; init; }

    [JsonExtensionData]
    public IDictionary<string, object?> More { get; init; } = new Dictionary<string, object?>();

    internal static ProblemAnswer Of(ApiProblem problem, string traceId, bool persian) =>
        new("about:blank", problem.Message.In(persian), problem.Status, problem.Code, traceId)
        {
            Errors = problem.Errors.Count == 0
                ? null
                : [.. problem.Errors.Select(error => new FieldAnswer(error.Field, error.Code, error.Message.In(persian)))],
            State = problem.State,
            More = problem.Extensions.ToDictionary(member => member.Key, member => (object?)member.Value),
        };
}

/// <summary>What is wrong with one field, named by its path in the body, like <c>collateral[1].number</c>.</summary>
public sealed record FieldAnswer(string Field, string Code, string Message);
