using System.Data.Common;
using Dapper;
using LoanServicing.Disbursement.BankFiles;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Disbursement.Store;

/// <summary>The payment files: assigned in one transaction, and noted as written once they lie in the bank's folder.</summary>
internal static class PaymentFileStore
{
    private const string Columns =
        """
        number, file_id, version, message_id, created_at, execution_date, debtor_name, debtor_iban, debtor_bic, transfers, control_sum, state,
        rail, rails_version, format, serial
        """;

    private const string SelectAssigned = $"select {Columns} from payment_file where state = 'assigned' order by number";

    private const string CountWork =
        """
        select (select count(*) from payment_file where state = 'assigned')
          + case when exists (select 1 from payment_order where state = 'ordered' and rail_problem is null) then 1 else 0 end
        """;

    private const string SelectById = $"select {Columns} from payment_file where file_id = @fileId";

    private const string SelectByMessageId = $"select {Columns} from payment_file where message_id = @messageId";

    private const string SelectMessageIds = "select file_id, message_id from payment_file where file_id in @fileIds";

    private const string Insert =
        """
        insert into payment_file (file_id, version, message_id, created_at, execution_date, debtor_name, debtor_iban, debtor_bic, transfers,
          control_sum, state, rail, rails_version, format, serial)
        values (@FileId, 1, @MessageId, @CreatedAt, @ExecutionDate, @DebtorName, @DebtorIban, @DebtorBic, @Transfers,
          @ControlSum, 'assigned', @Rail, @RailsVersion, @Format, @Serial)
        """;

    private const string Written =
        """
        update payment_file set version = version + 1, state = 'written', content_hash = @contentHash, written_at = @Now
        where file_id = @FileId and version = @Version
        """;

    /// <summary>Whether an order waits for a file, and is not held for want of a rail, or a file to be written.</summary>
    public static async Task<bool> HasWorkAsync(DbConnection connection) => await connection.QuerySingleAsync<long>(CountWork) > 0;

    public static async Task<IReadOnlyList<PaymentFileRow>> AssignedAsync(UnitOfWork unit) =>
        [.. await unit.QueryAsync<PaymentFileRow>(SelectAssigned)];

    public static Task<PaymentFileRow> GetAsync(UnitOfWork unit, Guid fileId) =>
        unit.QuerySingleAsync<PaymentFileRow>(SelectById, new { fileId });

    public static Task<PaymentFileRow?> FindAsync(UnitOfWork unit, string messageId) =>
        unit.QuerySingleOrDefaultAsync<PaymentFileRow>(SelectByMessageId, new { messageId });

    /// <summary>The message ids of some files, by the files' own ids.</summary>
    /// <param name="fileIds">Of a page of orders.</param>
    public static async Task<IReadOnlyDictionary<Guid, string>> MessageIdsAsync(DbConnection connection, IEnumerable<Guid> fileIds)
    {
        var ids = fileIds.Distinct().Select(id => id.ToByteArray(bigEndian: true)).ToList();
        return ids.Count == 0
            ? new Dictionary<Guid, string>()
            : (await connection.QueryAsync<(Guid FileId, string MessageId)>(SelectMessageIds, new { fileIds = ids })).ToDictionary(row => row.FileId, row => row.MessageId);
    }

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

    public const string Written = "written";

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

    /// <summary>Of all its orders; null of a file from before there were rails.</summary>
    public string? Rail { get; init; }

    /// <summary>The limits and the preference that its rail was chosen by (<see cref="RailsStore"/>).</summary>
    public string? RailsVersion { get; init; }

    /// <summary>Null for pain.001.001.09.</summary>
    public string? Format { get; init; }

    /// <summary>In the message id of a ccti file; null of others.</summary>
    public long? Serial { get; init; }

    /// <exception cref="InvalidOperationException">The stored name is none of a dialect: a damaged row.</exception>
    private PaymentFileFormat FileFormat => Format is null
        ? PaymentFileFormat.Pain001
        : PaymentFileFormats.Of(Format) ?? throw new InvalidOperationException($"Payment file {MessageId} is in no known dialect ('{Format}').");

    public PaymentFile ToFile(IReadOnlyList<PaymentOrderRow> orders) => new(
        MessageId,
        CreatedAt,
        ExecutionDate,
        new Debtor(DebtorName, DebtorIban, DebtorBic),
        PaymentRailNames.Of(Rail),
        FileFormat,
        [
            .. orders.Select(order => new CreditTransfer(
                order.EndToEndId, order.Amount, order.FullName, order.NationalId, order.Iban, order.ContractNumber)),
        ]);
}
