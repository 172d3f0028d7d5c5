using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
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

    /// <summary>What was posted for it to each funder; read with it, stored with its posting.</summary>
    public Rials Alavi { get; init; }

    public Rials Sina { get; init; }

    public Rials Fee { get; init; }

    public Rials Credit { get; init; }

    public LoanReceipt Money => new(ValueDate, Amount);
}

/// <summary>Receipts. The bank's reference is unique per channel, for ever (rule R8).</summary>
internal static class ReceiptStore
{
    private const string WithPosting =
        """
        select receipt.loan_id, receipt.arrival, receipt.receipt_id, receipt.channel, receipt.bank_reference, receipt.amount, receipt.value_date,
          receipt.business_date, receipt.received_at, receipt.received_by, receipt.allocations, posting.alavi, posting.sina, posting.fee, posting.credit
        from receipt join posting on posting.cause_id = receipt.receipt_id
        """;

    private const string SelectByReference =
        $"{WithPosting} where receipt.channel = @channel and receipt.bank_reference = @bankReference";

    private const string SelectTheSame =
        $"""
        {WithPosting}
        where receipt.bank_reference = @bankReference and receipt.loan_id = @loanId and receipt.amount = @amount
          and (@channel = @statement or receipt.channel = @statement)
        order by receipt.arrival
        """;

    private const string SelectOfLoan = $"{WithPosting} where receipt.loan_id = @loanId order by receipt.arrival";

    private const string SelectMoney = "select value_date, amount from receipt where loan_id = @loanId order by arrival";

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
    /// A receipt of this loan, amount and bank reference of which the other told: the bank's statement shows what another channel has told, or the
    /// other way about.
    /// </summary>
    public static async Task<ReceiptRow?> FindTheSameAsync(UnitOfWork unit, Guid loanId, Rials amount, string channel, string bankReference, string statement) =>
        (await unit.QueryAsync<ReceiptRow>(unit.First(SelectTheSame, "@limit"), new { loanId, amount, channel, bankReference, statement, limit = 1 })).SingleOrDefault();

    /// <summary>All receipts of a loan in order of arrival, for a replay.</summary>
    public static async Task<IReadOnlyList<LoanReceipt>> MoneyOfAsync(UnitOfWork unit, Guid loanId) =>
        [.. (await unit.QueryAsync<ReceiptRow>(SelectMoney, new { loanId })).Select(row => row.Money)];

    public static async Task<IReadOnlyList<ReceiptRow>> OfLoanAsync(DbConnection connection, Guid loanId) =>
        [.. await connection.QueryAsync<ReceiptRow>(SelectOfLoan, new { loanId })];

    public static Task InsertAsync(UnitOfWork unit, ReceiptRow row) => unit.ExecuteAsync(Insert, row);
}
