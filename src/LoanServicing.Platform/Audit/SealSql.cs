using NodaTime;

namespace LoanServicing.Platform.Audit;

/// <summary>One block of a chained log.</summary>
public sealed record SealedBlock
{
    public long Number { get; init; }

    public int Entries { get; init; }

    public string PreviousHash { get; init; } = "";

    public string Hash { get; init; } = "";

    /// <summary>The latest of its entries; not always read.</summary>
    public LocalDate BusinessDate { get; init; }

    public Instant SealedAt { get; init; }

    /// <summary>What the block's hash must be.</summary>
    /// <param name="previousHash">Of the block before; empty for the first.</param>
    /// <param name="entryHashes">Of its entries, in the order of writing.</param>
    public static string HashOf(string previousHash, IEnumerable<string> entryHashes) => EntryHash.Of([previousHash, .. entryHashes]);
}

/// <summary>Where a chain has come to.</summary>
/// <param name="Head">The last block; null before there is one.</param>
/// <param name="Sealed">Entries in all blocks.</param>
/// <param name="Unsealed">Entries that no block has yet.</param>
public sealed record ChainStanding(SealedBlock? Head, long Sealed, long Unsealed);

/// <summary>The sealer's statements; the table's name is one of a service's own constants, never input.</summary>
internal static class SealSql
{
    public const string Last =
        """
        select number, entries, previous_hash, hash, sealed_at from seal_block
        where log = @log and number = (select max(number) from seal_block where log = @log)
        """;

    public const string CountSealed = "select coalesce(sum(entries), 0) from seal_block where log = @log";

    /// <summary>To be limited to <c>@limit</c> rows.</summary>
    public const string Blocks = "select number, entries, previous_hash, hash from seal_block where log = @log and number > @after order by number";

    public const string Insert =
        """
        insert into seal_block (log, number, entries, previous_hash, hash, sealed_at)
        values (@log, @Number, @Entries, @PreviousHash, @Hash, @Now)
        """;

    public static string BlockWithDate(string table) =>
        $"""
        select b.hash, (select max(e.business_date) from {table} e where e.seal = b.number) as date
        from seal_block b where b.log = @log and b.number = @number
        """;

    public static string LastWithDate(string table) =>
        $"""
        select b.number, b.entries, b.previous_hash, b.hash, (select max(e.business_date) from {table} e where e.seal = b.number) as business_date
        from seal_block b
        where b.log = @log and b.number = (select max(number) from seal_block where log = @log)
        """;

    /// <summary>To be limited to <c>@limit</c> rows.</summary>
    public static string Unsealed(string table) =>
        $"select id, business_date, hash from {table} where seal is null order by id";

    public static string Mark(string table) => $"update {table} set seal = @Number where id in @ids and seal is null";

    public static string Sealed(string table) => $"select seal, hash from {table} where seal > @after and seal <= @last order by seal, id";

    public static string CountUnsealed(string table) => $"select count(*) from {table} where seal is null";
}
