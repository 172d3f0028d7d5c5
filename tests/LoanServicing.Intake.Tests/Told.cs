using Dapper;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Intake.Tests;

/// <summary>What people were told, as it is stored.</summary>
internal sealed record Told
{
    private const string OfApplication =
        """
        select notification_id, event, recipient, mobile, body, business_date, status, reason, attempts, due_at, sent_at from notification
        where application_id = @id order by number
        """;

    private const string All =
        """
        select notification_id, event, recipient, mobile, body, business_date, status, reason, attempts, due_at, sent_at from notification
        order by number
        """;

    public Guid NotificationId { get; init; }

    public string Event { get; init; } = "";

    public string Recipient { get; init; } = "";

    public string? Mobile { get; init; }

    public string Body { get; init; } = "";

    public LocalDate BusinessDate { get; init; }

    public string Status { get; init; } = "";

    public string? Reason { get; init; }

    public int Attempts { get; init; }

    public Instant? DueAt { get; init; }

    public Instant? SentAt { get; init; }

    public static Task<List<Told>> OfAsync(IDatabase database, Guid id) =>
        database.ReadAsync(async connection => (await connection.QueryAsync<Told>(OfApplication, new { id })).AsList());

    public static Task<List<Told>> AllAsync(IDatabase database) =>
        database.ReadAsync(async connection => (await connection.QueryAsync<Told>(All)).AsList());
}
