using LoanServicing.Platform.Data;

namespace LoanServicing.Disbursement.Store;

/// <summary>The bank's files by their kind and the message id in them: which were seen, and how far each has been applied (rule R8).</summary>
internal static class BankFileStore
{
    private const string Select =
        "select message_id, version, kind, content_hash, entries, applied from bank_file where kind = @kind and message_id = @messageId";

    private const string Insert =
        """
        insert into bank_file (message_id, version, kind, content_hash, entries, applied, received_at)
        values (@MessageId, 1, @Kind, @ContentHash, @Entries, 0, @Now)
        """;

    private const string Update =
        """
        update bank_file set version = version + 1, applied = @applied
        where kind = @Kind and message_id = @MessageId and version = @Version
        """;

    public static Task<BankFileRow?> FindAsync(UnitOfWork unit, string kind, string messageId) =>
        unit.QuerySingleOrDefaultAsync<BankFileRow>(Select, new { kind, messageId });

    public static Task InsertAsync(UnitOfWork unit, BankFileRow row) =>
        unit.ExecuteAsync(Insert, new { row.MessageId, row.Kind, row.ContentHash, row.Entries, unit.Now });

    public static async Task AppliedAsync(UnitOfWork unit, BankFileRow row, int applied)
    {
        if (await unit.ExecuteAsync(Update, new { row.Kind, row.MessageId, row.Version, applied }) == 0)
        {
            throw new ConcurrentChangeException($"The bank's file {row.MessageId}");
        }
    }
}

/// <summary>A file of the bank as stored.</summary>
internal sealed record BankFileRow
{
    public string MessageId { get; init; } = "";

    public long Version { get; init; }

    /// <summary><c>camt.054</c> or <c>pain.002</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>SHA-256 of the bytes: the same message id with another content is another file, and refused.</summary>
    public string ContentHash { get; init; } = "";

    public int Entries { get; init; }

    /// <summary>How many entries, from the first, have been applied.</summary>
    public int Applied { get; init; }
}
