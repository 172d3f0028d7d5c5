using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Disbursement.Store;

/// <summary>What finance says that the bank has said in writing, from the asking to the carrying out.</summary>
internal static class ResolutionStore
{
    public const string Columns =
        """
        request_id, version, order_id, outcome, not_paid_as, amount, bank_reference, value_date, amount_corrected, reason, maker, checker,
        asked_at, order_version, last_answer, status
        """;

    private const string SelectByRequest = $"select {Columns} from payment_order_resolution where request_id = @requestId";

    private const string SelectOfOrder =
        $"select {Columns} from payment_order_resolution where order_id = @orderId and status <> 'refused' order by asked_at, request_id";

    private const string Insert =
        """
        insert into payment_order_resolution (request_id, version, order_id, outcome, not_paid_as, amount, bank_reference, value_date,
          amount_corrected, reason, maker, asked_at, order_version, last_answer, status)
        values (@RequestId, 1, @OrderId, @Outcome, @NotPaidAs, @Amount, @BankReference, @ValueDate,
          @AmountCorrected, @Reason, @Maker, @AskedAt, @OrderVersion, @LastAnswer, 'waiting')
        """;

    private const string Decide =
        """
        update payment_order_resolution set version = version + 1, status = @status, checker = @checker
        where request_id = @RequestId and version = @Version and status = 'waiting'
        """;

    public static Task<ResolutionRow> GetAsync(UnitOfWork unit, Guid requestId) =>
        unit.QuerySingleAsync<ResolutionRow>(SelectByRequest, new { requestId });

    /// <summary>Those of an order that wait or have been carried out, in the order in which they were asked for.</summary>
    public static async Task<IReadOnlyList<ResolutionRow>> OfOrderAsync(UnitOfWork unit, Guid orderId) =>
        [.. await unit.QueryAsync<ResolutionRow>(SelectOfOrder, new { orderId })];

    public static Task AddAsync(UnitOfWork unit, ResolutionRow row) => unit.ExecuteAsync(Insert, row);

    /// <param name="status">Carried out or refused.</param>
    public static async Task DecideAsync(UnitOfWork unit, ResolutionRow row, string status, string checker)
    {
        if (await unit.ExecuteAsync(Decide, new { row.RequestId, row.Version, status, checker }) == 0)
        {
            throw new ConcurrentChangeException($"Resolution {row.RequestId}");
        }
    }
}

/// <summary>A resolution as stored.</summary>
internal sealed record ResolutionRow
{
    public const string Waiting = "waiting";
    public const string CarriedOut = "carried-out";
    public const string Refused = "refused";

    public const string Paid = "paid";
    public const string NotPaid = "not-paid";
    public const string Returned = "returned";
    public const string NeverBooked = "never-booked";

    /// <summary>The kind of file of the answers that come of resolutions; the request's id is their message id.</summary>
    public const string FileKind = "resolution";

    // ISO 20022: the reason is told in words.
    private const string Narrative = "NARR";

    public Guid RequestId { get; init; }

    public long Version { get; init; }

    public Guid OrderId { get; init; }

    /// <summary><see cref="Paid"/> or <see cref="NotPaid"/>.</summary>
    public string Outcome { get; init; } = "";

    /// <summary><see cref="Returned"/> or <see cref="NeverBooked"/>; null when paid.</summary>
    public string? NotPaidAs { get; init; }

    public Rials? Amount { get; init; }

    public string? BankReference { get; init; }

    public LocalDate? ValueDate { get; init; }

    /// <summary>The bank has corrected the amount that it had told before.</summary>
    public bool AmountCorrected { get; init; }

    public string Reason { get; init; } = "";

    public string Maker { get; init; } = "";

    public string? Checker { get; init; }

    public Instant AskedAt { get; init; }

    public long OrderVersion { get; init; }

    public long LastAnswer { get; init; }

    public string Status { get; init; } = "";

    /// <summary>What ties its answer and its move to it.</summary>
    public string Cause => RequestId.ToString("N");

    public bool SaysTheSame(ResolutionRow other) =>
        (Outcome, NotPaidAs, Amount, BankReference, ValueDate, AmountCorrected)
        == (other.Outcome, other.NotPaidAs, other.Amount, other.BankReference, other.ValueDate, other.AmountCorrected);

    /// <summary>The same word of the bank as a line of its files would have brought.</summary>
    public BankAnswer ToAnswer(string endToEndId) => (Outcome, NotPaidAs) switch
    {
        (Paid, _) => new BankAnswer(BankAnswerKind.Paid, endToEndId, Amount, ValueDate, BankReference),
        (_, Returned) => new BankAnswer(BankAnswerKind.Returned, endToEndId, Amount, ValueDate, BankReference, Narrative, Reason),
        _ => new BankAnswer(BankAnswerKind.Refused, endToEndId, ReasonCode: Narrative, ReasonText: Reason),
    };
}
