using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Disbursement.Store;

/// <summary>What the bank said, answer by answer, and what became of it.</summary>
internal static class BankAnswerStore
{
    private const string Insert =
        """
        insert into bank_answer (message_id, entry, part, kind, end_to_end_id, amount, value_date, bank_reference, reason_code, reason_text,
          order_id, outcome, problem, business_date, answered_at)
        values (@MessageId, @Entry, @Part, @Kind, @EndToEndId, @Amount, @ValueDate, @BankReference, @ReasonCode, @ReasonText,
          @OrderId, @Outcome, @Problem, @BusinessDate, @AnsweredAt)
        """;

    private const string SelectWaiting =
        """
        select number, message_id, entry, part, kind, end_to_end_id, amount, value_date, bank_reference, reason_code, reason_text,
          order_id, outcome, problem, business_date, answered_at
        from bank_answer
        where order_id = @orderId and outcome = 'waiting'
        order by number
        """;

    private const string Decide = "update bank_answer set outcome = @Outcome, problem = @Problem where number = @Number";

    public static Task InsertAsync(UnitOfWork unit, BankAnswerRow row) => unit.ExecuteAsync(Insert, row);

    /// <summary>Answers about an order that came ahead of what they build on.</summary>
    public static async Task<IReadOnlyList<BankAnswerRow>> WaitingAsync(UnitOfWork unit, Guid orderId) =>
        [.. await unit.QueryAsync<BankAnswerRow>(SelectWaiting, new { orderId })];

    public static Task DecideAsync(UnitOfWork unit, BankAnswerRow row) => unit.ExecuteAsync(Decide, row);
}

/// <summary>One answer as stored.</summary>
internal sealed record BankAnswerRow
{
    public long Number { get; init; }

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

/// <summary>Kinds and outcomes as stored rows and answers spell them.</summary>
internal static class BankAnswerNames
{
    public const string Waiting = "waiting";
    public const string Problem = "problem";
    public const string Applied = "applied";

    public static string Name(this BankAnswerKind kind) => kind switch
    {
        BankAnswerKind.Paid => "paid",
        BankAnswerKind.Refused => "refused",
        BankAnswerKind.Returned => "returned",
        BankAnswerKind.Informative => "informative",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of answer."),
    };

    public static BankAnswerKind KindOf(string name) => Enum.GetValues<BankAnswerKind>().Single(kind => kind.Name() == name);

    public static string Name(this BankAnswerOutcome outcome) => outcome switch
    {
        BankAnswerOutcome.Applied => Applied,
        BankAnswerOutcome.AlreadyDone => "already-done",
        BankAnswerOutcome.Informative => "informative",
        BankAnswerOutcome.Waiting => Waiting,
        BankAnswerOutcome.Problem => Problem,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No such outcome."),
    };
}
