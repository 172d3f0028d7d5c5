using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Disbursement.Store;

/// <summary>What the bank said, answer by answer, and what became of it.</summary>
internal static class BankAnswerStore
{
    /// <summary>A command takes at most 2,100 parameters on SQL Server.</summary>
    private const int ListInOneStatement = 1000;

    private const string Insert =
        """
        insert into bank_answer (file_kind, message_id, entry, part, kind, end_to_end_id, amount, value_date, bank_reference, reason_code, reason_text,
          order_id, outcome, problem, business_date, answered_at)
        values (@FileKind, @MessageId, @Entry, @Part, @Kind, @EndToEndId, @Amount, @ValueDate, @BankReference, @ReasonCode, @ReasonText,
          @OrderId, @Outcome, @Problem, @BusinessDate, @AnsweredAt)
        """;

    private const string Columns =
        """
        number, file_kind, message_id, entry, part, kind, end_to_end_id, amount, value_date, bank_reference, reason_code, reason_text,
        order_id, outcome, problem, business_date, answered_at
        """;

    private const string SelectOpen =
        $"""
        select {Columns}
        from bank_answer
        where order_id = @orderId
          and (outcome = 'waiting' or (outcome = 'problem' and kind = 'paid' and problem = '{BankAnswerProblem.AlreadyRefused}'))
        order by number
        """;

    private const string SelectBookings =
        """
        select file_kind, bank_reference, value_date from bank_answer
        where order_id = @orderId and outcome in ('applied', 'already-done') and kind = 'paid'
        """;

    private const string SelectOfEntries =
        $"select {Columns} from bank_answer where file_kind = @fileKind and message_id = @messageId and entry >= @first and entry <= @last";

    private const string SelectUnsettled =
        $"select {Columns} from bank_answer where order_id = @orderId and outcome in ('problem', 'waiting') order by number";

    private const string CountReferenceElsewhere =
        """
        select count(*) from bank_answer
        where bank_reference = @bankReference and order_id <> @orderId and outcome in ('problem', 'waiting')
        """;

    private const string Resolve = "update bank_answer set outcome = 'resolved' where number in @numbers";

    private const string CountDue = "select count(*) from bank_answer where outcome = 'waiting' and value_date <= @businessDate";

    private const string SelectNextDue =
        $"select {Columns} from bank_answer where outcome = 'waiting' and value_date <= @businessDate order by number";

    // A booking that was told again with what had been missing is the same booking: its reference is applied.
    private const string CountUnsettled =
        """
        select count(*)
        from payment_order o
        join bank_answer a on a.order_id = o.order_id
        where o.application_id = @applicationId and a.kind = 'paid' and a.outcome in ('problem', 'waiting')
          and not exists (
            select 1 from bank_answer b
            where b.order_id = a.order_id and b.kind = 'paid' and b.outcome = 'applied' and b.bank_reference = a.bank_reference)
        """;

    private const string Decide = "update bank_answer set outcome = @Outcome, problem = @Problem where number = @Number";

    /// <summary>The bookings of an order that were told and accepted, each with the kind of file that told it.</summary>
    public static async Task<IReadOnlyList<(string FileKind, ToldBooking Booking)>> BookingsAsync(UnitOfWork unit, Guid orderId) =>
        [.. (await unit.QueryAsync<BankAnswerRow>(SelectBookings, new { orderId })).Select(row => (row.FileKind, new ToldBooking(row.BankReference, row.ValueDate)))];

    /// <summary>The answers that came of these entries of a file.</summary>
    public static async Task<IReadOnlyList<BankAnswerRow>> OfEntriesAsync(UnitOfWork unit, string fileKind, string messageId, int first, int last) =>
        [.. await unit.QueryAsync<BankAnswerRow>(SelectOfEntries, new { fileKind, messageId, first, last })];

    public static Task InsertAsync(UnitOfWork unit, BankAnswerRow row) => unit.ExecuteAsync(Insert, row);

    /// <summary>What a move of an order may decide: answers that wait, and bookings of it that contradicted its refusal.</summary>
    public static async Task<IReadOnlyList<BankAnswerRow>> OpenAsync(UnitOfWork unit, Guid orderId) =>
        [.. await unit.QueryAsync<BankAnswerRow>(SelectOpen, new { orderId })];

    /// <summary>Whether an answer waits whose value date the business date has reached.</summary>
    public static async Task<bool> HasDueAsync(DbConnection connection, LocalDate businessDate) =>
        await connection.QuerySingleAsync<long>(CountDue, new { businessDate }) > 0;

    /// <summary>The first of them; null when there is none.</summary>
    public static Task<BankAnswerRow?> NextDueAsync(UnitOfWork unit, LocalDate businessDate) =>
        unit.QuerySingleOrDefaultAsync<BankAnswerRow>(unit.First(SelectNextDue, "1"), new { businessDate });

    /// <summary>Whether the bank says of an order of this application that it paid, and that has not been settled.</summary>
    public static async Task<bool> HasUnsettledPaymentAsync(UnitOfWork unit, Guid applicationId) =>
        await unit.QuerySingleAsync<long>(CountUnsettled, new { applicationId }) > 0;

    /// <summary>The answers about an order that were kept and not acted on.</summary>
    public static async Task<IReadOnlyList<BankAnswerRow>> UnsettledAsync(UnitOfWork unit, Guid orderId) =>
        [.. await unit.QueryAsync<BankAnswerRow>(SelectUnsettled, new { orderId })];

    /// <summary>Whether an answer about another order that was kept and not acted on carries this reference of the bank.</summary>
    public static async Task<bool> ReferenceIsOpenElsewhereAsync(UnitOfWork unit, string bankReference, Guid orderId) =>
        await unit.QuerySingleAsync<long>(CountReferenceElsewhere, new { bankReference, orderId }) > 0;

    /// <summary>Settles answers by what two people found out; what was wrong with each stays on record.</summary>
    public static async Task ResolveAsync(UnitOfWork unit, IEnumerable<BankAnswerRow> rows)
    {
        foreach (var numbers in rows.Select(row => row.Number).Chunk(ListInOneStatement))
        {
            await unit.ExecuteAsync(Resolve, new { numbers });
        }
    }

    public static Task DecideAsync(UnitOfWork unit, BankAnswerRow row) => unit.ExecuteAsync(Decide, row);
}

/// <summary>One answer as stored.</summary>
internal sealed record BankAnswerRow
{
    public long Number { get; init; }

    /// <summary>Of the file that it came in, beside <see cref="MessageId"/>.</summary>
    public string FileKind { get; init; } = "";

    public string MessageId { get; init; } = "";

    public int Entry { get; init; }

    public int Part { get; init; }

    public string Kind { get; init; } = "";

    public string EndToEndId { get; init; } = "";

    public Rials? Amount { get; init; }

    public LocalDate? ValueDate { get; init; }

    public string? BankReference { get; init; }

    public string? ReasonCode { get; init; }

    public string? ReasonText { get; init; }

    public Guid? OrderId { get; init; }

    public string Outcome { get; init; } = "";

    public string? Problem { get; init; }

    public LocalDate BusinessDate { get; init; }

    public Instant AnsweredAt { get; init; }

    /// <summary>The answer as the bank gave it, of a row that was kept because it was readable.</summary>
    public BankAnswer ToAnswer() =>
        new(BankAnswerNames.KindOf(Kind), EndToEndId, Amount, ValueDate, BankReference, ReasonCode, ReasonText);
}
