using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>Money that finance takes out of the pool's account: to a funder, or to the servicing bank. It counts once a second person has checked it.</summary>
internal sealed record WithdrawalRow
{
    public const string Waiting = "waiting";
    public const string Recorded = "recorded";
    public const string Refused = "refused";

    public Guid WithdrawalId { get; init; }

    /// <summary><c>remittance</c> or <c>fee-settlement</c>, as the entry that books it.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Whose money it is.</summary>
    public string Owner { get; init; } = "";

    public Rials Amount { get; init; }

    public string BankReference { get; init; } = "";

    public LocalDate ValueDate { get; init; }

    public string Reason { get; init; } = "";

    public string Status { get; init; } = "";

    public Guid RequestId { get; init; }

    public string Maker { get; init; } = "";

    public string? Checker { get; init; }

    public Instant AskedAt { get; init; }

    public long Version { get; init; }
}

internal static class WithdrawalStore
{
    private const string Columns =
        "withdrawal_id, kind, owner, amount, bank_reference, value_date, reason, status, request_id, maker, checker, asked_at, version";

    public const string SelectRecorded = $"select {Columns} from withdrawal where status = 'recorded' order by withdrawal_id";

    private const string Select = $"select {Columns} from withdrawal where withdrawal_id = @withdrawalId";

    private const string SelectByReference = $"select {Columns} from withdrawal where bank_reference = @bankReference and status <> 'refused'";

    private const string Insert =
        $"""
        insert into withdrawal ({Columns})
        values (
          @WithdrawalId, @Kind, @Owner, @Amount, @BankReference, @ValueDate, @Reason, @Status, @RequestId, @Maker, @Checker, @AskedAt, 1)
        """;

    private const string Decide =
        """
        update withdrawal set status = @status, checker = @checker, version = version + 1
        where withdrawal_id = @WithdrawalId and status = 'waiting' and version = @Version
        """;

    public static Task<WithdrawalRow> GetAsync(UnitOfWork unit, Guid withdrawalId) =>
        unit.QuerySingleAsync<WithdrawalRow>(Select, new { withdrawalId });

    public static Task<WithdrawalRow?> FindByReferenceAsync(UnitOfWork unit, string bankReference) =>
        unit.QuerySingleOrDefaultAsync<WithdrawalRow>(SelectByReference, new { bankReference });

    public static Task AddAsync(UnitOfWork unit, WithdrawalRow row) => unit.ExecuteAsync(Insert, row);

    public static async Task DecideAsync(UnitOfWork unit, WithdrawalRow row, string status, string checker) =>
        RowVersion.Expect(
            await unit.ExecuteAsync(Decide, new { row.WithdrawalId, row.Version, status, checker }), $"withdrawal {row.WithdrawalId:D}");
}
