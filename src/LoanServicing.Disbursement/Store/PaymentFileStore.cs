using System.Data.Common;
using Dapper;
using LoanServicing.Disbursement.BankFiles;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Disbursement.Store;

/// <summary>The payment files: assigned in one transaction, and noted as written once they lie in the bank's folder.</summary>
internal static class PaymentFileStore
{
    private const string Columns =
        """
        number, file_id, version, message_id, created_at, execution_date, debtor_name, debtor_iban, debtor_bic, transfers, control_sum, state
        """;

    private const string SelectAssigned = $"select {Columns} from payment_file where state = 'assigned' order by number";

    private const string CountWork =
        """
        select (select count(*) from payment_file where state = 'assigned')
          + case when exists (select 1 from payment_order where state = 'ordered') then 1 else 0 end
        """;

    private const string SelectById = $"select {Columns} from payment_file where file_id = @fileId";

    private const string SelectByMessageId = $"select {Columns} from payment_file where message_id = @messageId";

    private const string Insert =
        """
        insert into payment_file (file_id, version, message_id, created_at, execution_date, debtor_name, debtor_iban, debtor_bic, transfers,
          control_sum, state)
        values (@FileId, 1, @MessageId, @CreatedAt, @ExecutionDate, @DebtorName, @DebtorIban, @DebtorBic, @Transfers, @ControlSum, 'assigned')
        """;

    private const string Written =
        """
        update payment_file set version = version + 1, state = 'written', content_hash = @contentHash, written_at = @Now
        where file_id = @FileId and version = @Version
        """;

    /// <summary>Whether an order waits for a file or a file to be written.</summary>
    public static async Task<bool> HasWorkAsync(DbConnection connection) => await connection.QuerySingleAsync<long>(CountWork) > 0;

    public static async Task<IReadOnlyList<PaymentFileRow>> AssignedAsync(UnitOfWork unit) =>
        [.. await unit.QueryAsync<PaymentFileRow>(SelectAssigned)];

    public static Task<PaymentFileRow> GetAsync(UnitOfWork unit, Guid fileId) =>
        unit.QuerySingleAsync<PaymentFileRow>(SelectById, new { fileId });

    public static Task<PaymentFileRow?> FindAsync(UnitOfWork unit, string messageId) =>
        unit.QuerySingleOrDefaultAsync<PaymentFileRow>(SelectByMessageId, new { messageId });

    public static Task InsertAsync(UnitOfWork unit, PaymentFileRow row) => unit.ExecuteAsync(Insert, row);

    public static async Task WrittenAsync(UnitOfWork unit, PaymentFileRow row, string contentHash)
    {
        if (await unit.ExecuteAsync(Written, new { row.FileId, row.Version, contentHash, unit.Now }) == 0)
        {
            throw new ConcurrentChangeException($"Payment file {row.MessageId}");
        }
    }
}

/// <summary>A payment file as stored; its transfers are its orders.</summary>
internal sealed record PaymentFileRow
{
    public const string Assigned = "assigned";

    public Guid FileId { get; init; }

    public long Version { get; init; }

    public string MessageId { get; init; } = "";

    public Instant CreatedAt { get; init; }

    public LocalDate ExecutionDate { get; init; }

    public string DebtorName { get; init; } = "";

    public string DebtorIban { get; init; } = "";

    public string DebtorBic { get; init; } = "";

    public int Transfers { get; init; }

    public Rials ControlSum { get; init; }

    public string State { get; init; } = "";

    public PaymentFile ToFile(IReadOnlyList<PaymentOrderRow> orders) => new(
        MessageId,
        CreatedAt,
        ExecutionDate,
        new Debtor(DebtorName, DebtorIban, DebtorBic),
        [.. orders.Select(order => new CreditTransfer(order.EndToEndId, order.Amount, order.FullName, order.Iban, order.ContractNumber))]);
}
