using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>Money that finance takes out of the pool's account: to a funder, to the servicing bank, to a charity, or back to a borrower. It counts once a second person has checked it.</summary>
internal sealed record WithdrawalRow
{
    public Guid WithdrawalId { get; init; }

    /// <summary><c>remittance</c>, <c>fee-settlement</c>, <c>late-charge-settlement</c>, <c>charity-payment</c> or <c>credit-refund</c>, as the entry that books it.</summary>
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

    /// <summary>Whose credit is refunded; null for the other kinds.</summary>
    public Guid? LoanId { get; init; }

    /// <summary>Of the fact by which Repayment hears of a refund; null until it is recorded, and for the other kinds.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>The charity that is given to; null for the other kinds.</summary>
    public string? Beneficiary { get; init; }
}

internal static class WithdrawalStore
{
    private const string Columns =
        """
        withdrawal_id, kind, owner, amount, bank_reference, value_date, reason, status, request_id, maker, checker, asked_at, version, loan_id, message_id, beneficiary
        """;

    public const string SelectRecorded = $"select {Columns} from withdrawal where status = 'recorded' order by withdrawal_id";

    private const string Select = $"select {Columns} from withdrawal where withdrawal_id = @withdrawalId";

    private const string SelectByReference = $"select {Columns} from withdrawal where bank_reference = @bankReference and status <> 'refused' and reversed_by is null";

    private const string Insert =
        $"""
        insert into withdrawal ({Columns})
        values (
          @WithdrawalId, @Kind, @Owner, @Amount, @BankReference, @ValueDate, @Reason, @Status, @RequestId, @Maker, @Checker, @AskedAt, 1, @LoanId, null, @Beneficiary)
        """;

    private const string Decide =
        """
        update withdrawal set status = @status, checker = @checker, message_id = @messageId, version = version + 1
        where withdrawal_id = @WithdrawalId and status = 'waiting' and version = @Version
        """;

    private const string Reverse =
        """
        update withdrawal set reversed_by = @entryId, version = version + 1
        where withdrawal_id = @withdrawalId and status = 'recorded' and reversed_by is null
        """;

    private const string CountRefunds = "select count(*) from withdrawal where loan_id = @loanId and status = 'recorded'";

    public static Task<WithdrawalRow> GetAsync(UnitOfWork unit, Guid withdrawalId) =>
        unit.QuerySingleAsync<WithdrawalRow>(Select, new { withdrawalId });

    public static Task<WithdrawalRow?> FindByReferenceAsync(UnitOfWork unit, string bankReference) =>
        unit.QuerySingleOrDefaultAsync<WithdrawalRow>(SelectByReference, new { bankReference });

    public static Task AddAsync(UnitOfWork unit, WithdrawalRow row) => unit.ExecuteAsync(Insert, row);

    /// <summary>How many refunds of the loan have been recorded.</summary>
    public static Task<long> CountRefundsAsync(UnitOfWork unit, Guid loanId) => unit.QuerySingleAsync<long>(CountRefunds, new { loanId });

    /// <summary>The withdrawal was recorded wrongly and has been taken out of the books; its bank reference is free for the right one.</summary>
    /// <param name="entryId">The entry that took it out.</param>
    public static async Task ReverseAsync(UnitOfWork unit, Guid withdrawalId, Guid entryId) =>
        RowVersion.Expect(await unit.ExecuteAsync(Reverse, new { withdrawalId, entryId }), $"withdrawal {withdrawalId:D}");

    /// <param name="messageId">Of the fact that tells of it, where one does.</param>
    public static async Task DecideAsync(UnitOfWork unit, WithdrawalRow row, string status, string checker, Guid? messageId = null) =>
        RowVersion.Expect(
            await unit.ExecuteAsync(Decide, new { row.WithdrawalId, row.Version, status, checker, messageId }), $"withdrawal {row.WithdrawalId:D}");
}
