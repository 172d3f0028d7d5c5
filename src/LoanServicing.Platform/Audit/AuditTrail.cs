using System.Data.Common;
using System.Text.Json;
using Dapper;
using LoanServicing.Domain.Money;

namespace LoanServicing.Platform.Audit;

/// <summary>What the audit trail says of one decision. The trail is hash-chained, so a row that differs from it was changed by hand (rule R11).</summary>
public sealed record AuditedDecision
{
    private JsonElement? _said;

    public long Id { get; init; }

    public string SubjectId { get; init; } = "";

    public string Action { get; init; } = "";

    public string Actor { get; init; } = "";

    public string Details { get; init; } = "";

    /// <summary>The value at a path of the details; undefined where there is none.</summary>
    public JsonElement At(params string[] path)
    {
        var value = _said ??= Parse(Details);
        foreach (var name in path)
        {
            value = value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var part) ? part : default;
        }

        return value;
    }

    // Details that a hand has damaged say nothing; their hash tells of them.
    private static JsonElement Parse(string details)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(details);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>The money at a path; null where there is none.</summary>
    public Rials? RialsAt(params string[] path) =>
        At(path) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var rials) ? new Rials(rials) : null;

    /// <summary>The value at a path as it is written; null where there is none.</summary>
    public string? TextAt(params string[] path) => At(path) is { ValueKind: not JsonValueKind.Undefined } value ? value.GetRawText() : null;
}

/// <summary>Reads the audit trail of a service beside the rows that it is about.</summary>
public static class AuditTrail
{
    /// <summary>Subjects in one query, at most: each is a parameter.</summary>
    public const int SubjectsAtOnce = 500;

    private const string SelectOfSubjects =
        """
        select id, subject_id, action, actor, details from audit
        where subject_type = @subjectType and subject_id in @subjectIds order by id
        """;

    /// <summary>The decisions about some subjects, oldest first.</summary>
    /// <param name="subjectIds">At most <see cref="SubjectsAtOnce"/>.</param>
    public static async Task<ILookup<string, AuditedDecision>> OfAsync(DbConnection connection, string subjectType, IReadOnlyCollection<string> subjectIds) =>
        (subjectIds.Count == 0 ? [] : await connection.QueryAsync<AuditedDecision>(SelectOfSubjects, new { subjectType, subjectIds }))
        .ToLookup(decision => decision.SubjectId);
}
