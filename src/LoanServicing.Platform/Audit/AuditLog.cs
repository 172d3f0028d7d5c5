using System.Data;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Verification;
using NodaTime;

namespace LoanServicing.Platform.Audit;

/// <summary>The audit trail of one service: append-only, each entry with its own hash, chained in blocks by <see cref="Sealer"/>.</summary>
public static class AuditLog
{
    public const string Table = "audit";

    private static readonly BulkTable<AuditRow> Rows = new(Table,
    [
        new("entry_id", DbType.Binary, row => row.EntryId.ToByteArray(bigEndian: true)),
        new("at", DbType.Int64, row => TypeHandlers.ToMicroseconds(row.At)),
        new("business_date", DbType.Int32, row => TypeHandlers.ToDays(row.BusinessDate)),
        new("actor", DbType.String, row => row.Actor),
        new("action", DbType.String, row => row.Action),
        new("subject_type", DbType.String, row => row.SubjectType),
        new("subject_id", DbType.String, row => row.SubjectId),
        new("details", DbType.String, row => row.Details),
        new("hash", DbType.String, row => row.Hash),
    ]);

    private const string SelectAll =
        "select id, entry_id, at, business_date, actor, action, subject_type, subject_id, details, hash from audit order by id";

    internal static Task WriteAsync(UnitOfWork unit, IReadOnlyList<AuditEntry> entries) =>
        unit.BulkInsertAsync(Rows, [.. entries.Select(entry => RowOf(unit, entry))]);

    private static AuditRow RowOf(UnitOfWork unit, AuditEntry entry)
    {
        var row = new AuditRow
        {
            EntryId = Guid.CreateVersion7(),
            At = unit.Now,
            BusinessDate = entry.BusinessDate,
            Actor = entry.Actor,
            Action = entry.Action,
            SubjectType = entry.SubjectType,
            SubjectId = entry.SubjectId,
            Details = FactJson.Write(entry.Details),
        };
        return row with { Hash = row.ComputeHash() };
    }

    /// <summary>Recomputes every entry's hash (rule R11).</summary>
    public static async Task<RuleFinding> VerifyAsync(System.Data.Common.DbConnection connection, string service)
    {
        var problems = new List<string>();
        var count = 0;
        await foreach (var row in connection.QueryUnbufferedAsync<AuditRow>(SelectAll))
        {
            count++;
            if (row.Hash != row.ComputeHash())
            {
                problems.Add($"{service} audit row {row.Id} does not match its hash");
            }
        }

        return new RuleFinding("R11", count, $"audit entries of {service}", problems);
    }

    private sealed record AuditRow
    {
        public long Id { get; init; }

        public Guid EntryId { get; init; }

        public Instant At { get; init; }

        public LocalDate BusinessDate { get; init; }

        public string Actor { get; init; } = "";

        public string Action { get; init; } = "";

        public string SubjectType { get; init; } = "";

        public string SubjectId { get; init; } = "";

        public string Details { get; init; } = "";

        public string Hash { get; init; } = "";

        public string ComputeHash() => EntryHash.Of(
            EntryId.ToString("N"),
            TypeHandlers.ToMicroseconds(At).ToString(CultureInfo.InvariantCulture),
            TypeHandlers.ToDays(BusinessDate).ToString(CultureInfo.InvariantCulture),
            Actor, Action, SubjectType, SubjectId, Details);
    }
}

/// <summary>The hash of one entry of a chained log.</summary>
public static class EntryHash
{
    /// <summary>SHA-256, in lower-case hexadecimal, over the fields, each preceded by its length so that no two lists read alike.</summary>
    public static string Of(params IEnumerable<string> fields)
    {
        var text = new StringBuilder();
        foreach (var field in fields)
        {
            text.Append(field.Length).Append(':').Append(field).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
