using System.Data.Common;
using Dapper;
using LoanServicing.Platform.Audit;

namespace LoanServicing.Platform.Verification;

/// <summary>
/// Rule R8 for what is kept as text until somebody takes it, or is told again: facts on their way, facts that wait, and the answers of keys are as
/// they were written. What was written before there were hashes is passed over.
/// </summary>
public static class StoredTexts
{
    private const string SelectOutbox = "select message_id as id, type as about, body as text, body_hash as hash from outbox where body_hash is not null";

    private const string SelectWaiting = "select message_id as id, type as about, body as text, body_hash as hash from waiting where body_hash is not null";

    private const string SelectAnswers =
        "select subject, idempotency_key as about, answer as text, answer_hash as hash from idempotency where answer_hash is not null";

    /// <summary>The hash that is stored beside a text.</summary>
    public static string HashOf(string? text) => EntryHash.Of(text ?? "");

    public static async Task<RuleFinding> VerifyAsync(DbConnection connection, string service)
    {
        var problems = new List<string>();
        var count = await LookAsync(connection, SelectOutbox, row => $"{service} outbox {row.About} {row.Id:D}", problems)
            + await LookAsync(connection, SelectWaiting, row => $"{service} waiting {row.About} {row.Id:D}", problems)
            + await LookAsync(connection, SelectAnswers, row => $"{service} answer to {row.Subject}'s key {row.About}", problems);
        return new RuleFinding("R8", count, $"facts and answers of {service} as they were written", problems);
    }

    private static async Task<long> LookAsync(DbConnection connection, string sql, Func<TextRow, string> name, List<string> problems)
    {
        var count = 0L;
        await foreach (var row in connection.QueryUnbufferedAsync<TextRow>(sql))
        {
            count++;
            if (row.Hash != HashOf(row.Text))
            {
                problems.Add($"{name(row)} does not match its hash");
            }
        }

        return count;
    }

    private sealed record TextRow
    {
        public Guid Id { get; init; }

        public string Subject { get; init; } = "";

        public string About { get; init; } = "";

        public string? Text { get; init; }

        public string Hash { get; init; } = "";
    }
}
