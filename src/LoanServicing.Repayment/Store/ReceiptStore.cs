using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using LoanServicing.Repayment.Handlers;
using NodaTime;

namespace LoanServicing.Repayment.Store;

/// <summary>Money received, as stored.</summary>
public sealed record ReceiptRow
{
    public Guid LoanId { get; init; }

    public int Arrival { get; init; }

    public Guid ReceiptId { get; init; }

    public string Channel { get; init; } = "";

    public string BankReference { get; init; } = "";

    public Rials Amount { get; init; }

    public LocalDate ValueDate { get; init; }

    public LocalDate BusinessDate { get; init; }

    public Instant ReceivedAt { get; init; }

    public string ReceivedBy { get; init; } = "";

    public string Allocations { get; init; } = "";

    /// <summary>The business date on which it was taken back; null for a receipt that counts.</summary>
    public LocalDate? ReversedOn { get; init; }

    /// <summary>What was posted for it to each funder; read with it, stored with its posting.</summary>
    public Rials Alavi { get; init; }

    public Rials Sina { get; init; }

    public Rials Fee { get; init; }

    public Rials Credit { get; init; }

    public Rials? RecoveredAlavi { get; init; }

    public Rials? RecoveredSina { get; init; }

    public Rials? LateCharges { get; init; }

    public Rials? Charity { get; init; }

    public Rials Late => (LateCharges ?? Rials.Zero) + (Charity ?? Rials.Zero);

    public LoanReceipt Money => new(ValueDate, Amount);
}

/// <summary>Receipts. The bank's reference is unique per channel, for ever (rule R8).</summary>
internal static class ReceiptStore
{
    private const string WithPosting =
        """
        select receipt.loan_id, receipt.arrival, receipt.receipt_id, receipt.channel, receipt.bank_reference, receipt.amount, receipt.value_date,
          receipt.business_date, receipt.received_at, receipt.received_by, receipt.allocations, receipt.reversed_on,
          posting.alavi, posting.sina, posting.fee, posting.credit, posting.recovered_alavi, posting.recovered_sina, posting.late_charges, posting.charity
        from receipt join posting on posting.cause_id = receipt.receipt_id
        """;

    private const string SelectByReference =
        $"{WithPosting} where receipt.channel = @channel and receipt.bank_reference = @bankReference";

    private const string TheSame =
        $"""
        {WithPosting} join told_payment told on told.channel = receipt.channel and told.bank_reference = receipt.bank_reference
        where receipt.amount = @Amount and receipt.reversed_on is null and (receipt.loan_id = @loanId or @ofAnyLoan = 1)
          and (told.repeated_channel is null or (told.repeated_channel = @Channel and told.repeated_reference = @BankReference))
        """;

    private const string NearestFirst =
        """
        order by case when told.repeated_channel is null then 1 else 0 end, case when receipt.value_date = @ValueDate then 0 else 1 end,
          case when receipt.bank_reference = @BankReference then 0 else 1 end, told.place
        """;

    private const string SelectShownByStatement =
        $"""
        {TheSame}
          and told.shared_reference = @SharedReference and told.channel = @Statement
          and (told.bank_reference = @BankReference or told.shared_reference = @BankReference)
        {NearestFirst}
        """;

    private const string SelectToldByOthers =
        $"{TheSame} and receipt.bank_reference in (@BankReference, @SharedReference) and receipt.channel <> @Statement {NearestFirst}";

    private const string SelectOfLoan = $"{WithPosting} where receipt.loan_id = @loanId order by receipt.arrival";

    private const string SelectMoney =
        "select receipt_id, value_date, amount from receipt where loan_id = @loanId and reversed_on is null order by arrival";

    private const string SelectById = $"{WithPosting} where receipt.receipt_id = @receiptId";

    private const string Reverse = "update receipt set reversed_on = @reversedOn where receipt_id = @receiptId and reversed_on is null";

    private const string Insert =
        """
        insert into receipt (
          loan_id, arrival, receipt_id, channel, bank_reference, amount, value_date, business_date, received_at, received_by, allocations)
        values (
          @LoanId, @Arrival, @ReceiptId, @Channel, @BankReference, @Amount, @ValueDate, @BusinessDate, @ReceivedAt, @ReceivedBy, @Allocations)
        """;

    public static Task<ReceiptRow?> FindAsync(UnitOfWork unit, string channel, string bankReference) =>
        unit.QuerySingleOrDefaultAsync<ReceiptRow>(SelectByReference, new { channel, bankReference });

    /// <summary>
    /// A receipt of this amount and bank reference of which the other told: the bank's statement shows what another channel has told, or the other way
    /// about. One that another telling has repeated already is left out.
    /// </summary>
    /// <param name="loanId">Null for a receipt of any loan.</param>
    public static async Task<ReceiptRow?> FindTheSameAsync(UnitOfWork unit, ReceiptOrder order, Guid? loanId)
    {
        var query = order.Channel == ToldElsewhere.Statement ? SelectToldByOthers : SelectShownByStatement;
        return (await unit.QueryAsync<ReceiptRow>(unit.First(query, "@limit"), new
        {
            loanId = loanId ?? Guid.Empty,
            ofAnyLoan = loanId is null ? 1 : 0,
            order.Channel,
            order.BankReference,
            order.SharedReference,
            order.Amount,
            order.ValueDate,
            ToldElsewhere.Statement,
            limit = 1,
        })).SingleOrDefault();
    }

    public static Task<ReceiptRow?> FindAsync(UnitOfWork unit, Guid receiptId) => unit.QuerySingleOrDefaultAsync<ReceiptRow>(SelectById, new { receiptId });

    /// <summary>All receipts of a loan that count, in order of arrival, for a replay.</summary>
    /// <param name="without">One to be left out; null for none.</param>
    public static async Task<IReadOnlyList<LoanReceipt>> MoneyOfAsync(UnitOfWork unit, Guid loanId, Guid? without = null) =>
        [.. (await unit.QueryAsync<ReceiptRow>(SelectMoney, new { loanId })).Where(row => row.ReceiptId != without).Select(row => row.Money)];

    /// <summary>It counts no longer.</summary>
    /// <exception cref="ConcurrentChangeException">It has been taken back meanwhile.</exception>
    public static async Task ReverseAsync(UnitOfWork unit, Guid receiptId, LocalDate reversedOn)
    {
        if (await unit.ExecuteAsync(Reverse, new { receiptId, reversedOn }) != 1)
        {
            throw new ConcurrentChangeException($"Receipt {receiptId}");
        }
    }

    public static async Task<IReadOnlyList<ReceiptRow>> OfLoanAsync(DbConnection connection, Guid loanId) =>
        [.. await connection.QueryAsync<ReceiptRow>(SelectOfLoan, new { loanId })];

    public static Task InsertAsync(UnitOfWork unit, ReceiptRow row) => unit.ExecuteAsync(Insert, row);
}
