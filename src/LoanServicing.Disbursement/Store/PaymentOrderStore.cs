using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Disbursement.Store;

/// <summary>The payment orders and their moves from state to state.</summary>
internal static class PaymentOrderStore
{
    /// <summary>A command takes at most 2,100 parameters on SQL Server.</summary>
    private const int ListInOneStatement = 1000;

    public const string Columns =
        """
        number, order_id, version, application_id, payment_attempt, reservation_round, state, end_to_end_id, national_id, full_name, county,
        tranche, contract_number, terms, amount, alavi, sina, iban, ordered_on, ordered_at, file_id, file_position, stands_for_attempt,
        loan_id, value_date, bank_reference, returned_on, reason_code, reason_text, rail, rail_problem
        """;

    private const string SelectByApplication = $"select {Columns} from payment_order where application_id = @applicationId";

    private const string SelectById = $"select {Columns} from payment_order where order_id = @orderId";

    private const string SelectByEndToEndId = $"select {Columns} from payment_order where end_to_end_id = @endToEndId";

    private const string SelectByFile = $"select {Columns} from payment_order where file_id = @fileId order by file_position";

    private const string SelectOldestOrdered =
        $"select {Columns} from payment_order where state = 'ordered' and rail_problem is null order by number";

    private const string SelectHeld =
        $"select {Columns} from payment_order where state = 'ordered' and rail_problem is not null and number > @after order by number";

    private const string CountHeld =
        "select case when exists (select 1 from payment_order where state = 'ordered' and rail_problem is not null) then 1 else 0 end";

    // It is no move, and moves are numbered by the version: that stays.
    private const string Hold = "update payment_order set rail_problem = @problem where order_id = @OrderId and version = @Version";

    private const string CountOnDay =
        """
        select o.iban, o.rail, count(*) as orders
        from payment_order o
        join payment_file f on f.file_id = o.file_id
        where o.iban in @ibans and o.rail is not null and f.execution_date = @date
        group by o.iban, o.rail
        """;

    private const string CountReference =
        "select count(*) from payment_order where bank_reference = @bankReference and order_id <> @orderId";

    private const string Insert =
        """
        insert into payment_order (order_id, version, application_id, payment_attempt, reservation_round, state, end_to_end_id, national_id,
          full_name, county, tranche, contract_number, terms, amount, alavi, sina, iban, ordered_on, ordered_at)
        values (@OrderId, 1, @ApplicationId, @PaymentAttempt, @ReservationRound, @State, @EndToEndId, @NationalId,
          @FullName, @County, @Tranche, @ContractNumber, @Terms, @Amount, @Alavi, @Sina, @Iban, @OrderedOn, @OrderedAt)
        """;

    private const string Update =
        """
        update payment_order
        set version = version + 1, state = @State, file_id = @FileId, file_position = @FilePosition,
          stands_for_attempt = @StandsForAttempt, loan_id = @LoanId, value_date = @ValueDate, bank_reference = @BankReference, returned_on = @ReturnedOn, reason_code = @ReasonCode, reason_text = @ReasonText,
          rail = @Rail, rail_problem = @RailProblem
        where order_id = @OrderId and version = @Version
        """;

    private const string InsertTransition =
        """
        insert into payment_order_transition (order_id, number, from_state, event, to_state, at, business_date, cause)
        values (@OrderId, @Version, @fromState, @happening, @State, @Now, @businessDate, @cause)
        """;

    public static async Task<IReadOnlyList<PaymentOrderRow>> OfApplicationAsync(UnitOfWork unit, Guid applicationId) =>
        [.. await unit.QueryAsync<PaymentOrderRow>(SelectByApplication, new { applicationId })];

    public static Task<PaymentOrderRow?> FindAsync(UnitOfWork unit, Guid orderId) =>
        unit.QuerySingleOrDefaultAsync<PaymentOrderRow>(SelectById, new { orderId });

    public static Task<PaymentOrderRow?> FindAsync(UnitOfWork unit, string endToEndId) =>
        unit.QuerySingleOrDefaultAsync<PaymentOrderRow>(SelectByEndToEndId, new { endToEndId });

    /// <summary>The order as it stands now that this unit alone decides about its application (<see cref="FactCounter.TakeTurnAsync"/>).</summary>
    public static async Task<PaymentOrderRow?> TakeAsync(UnitOfWork unit, PaymentOrderRow? known)
    {
        if (known is null)
        {
            return null;
        }

        await FactCounter.TakeTurnAsync(unit, known.ApplicationId);
        return await FindAsync(unit, known.OrderId);
    }

    public static async Task<IReadOnlyList<PaymentOrderRow>> OfFileAsync(UnitOfWork unit, Guid fileId) =>
        [.. await unit.QueryAsync<PaymentOrderRow>(SelectByFile, new { fileId })];

    /// <summary>The oldest orders that wait for a file, but for those that no rail takes.</summary>
    public static async Task<IReadOnlyList<PaymentOrderRow>> OldestOrderedAsync(UnitOfWork unit, int most) =>
        [.. await unit.QueryAsync<PaymentOrderRow>(unit.First(SelectOldestOrdered, "@most"), new { most })];

    /// <summary>Whether there are orders that no rail takes.</summary>
    public static async Task<bool> HasHeldAsync(DbConnection connection) => await connection.QuerySingleAsync<long>(CountHeld) > 0;

    /// <summary>The oldest of the orders that no rail takes, after this one.</summary>
    public static async Task<IReadOnlyList<PaymentOrderRow>> HeldAsync(UnitOfWork unit, long after, int most) =>
        [.. await unit.QueryAsync<PaymentOrderRow>(unit.First(SelectHeld, "@most"), new { after, most })];

    /// <summary>Keeps why no rail takes an order that waits.</summary>
    public static async Task HoldAsync(UnitOfWork unit, PaymentOrderRow order, string problem)
    {
        if (await unit.ExecuteAsync(Hold, new { order.OrderId, order.Version, problem }) == 0)
        {
            throw new ConcurrentChangeException($"Payment order {order.OrderId}");
        }
    }

    /// <summary>How many orders to these accounts were put on each rail with this business date.</summary>
    public static async Task<IReadOnlyList<PayeeOrders>> CountOnDayAsync(UnitOfWork unit, IEnumerable<string> ibans, LocalDate date)
    {
        var counts = new List<PayeeOrders>();
        foreach (var some in ibans.Chunk(ListInOneStatement))
        {
            counts.AddRange(await unit.QueryAsync<PayeeOrders>(CountOnDay, new { ibans = some, date }));
        }

        return counts;
    }

    /// <summary>Whether another order was confirmed under this reference of the bank.</summary>
    public static async Task<bool> ReferenceIsUsedAsync(UnitOfWork unit, string bankReference, Guid orderId) =>
        await unit.QuerySingleAsync<long>(CountReference, new { bankReference, orderId }) > 0;

    public static Task InsertAsync(UnitOfWork unit, PaymentOrderRow row) => unit.ExecuteAsync(Insert, row);

    /// <summary>
    /// Moves an order by an event that its table applies, and keeps the move. The rest of <paramref name="order"/> is stored with it.
    /// </summary>
    /// <param name="cause">The message id of the file, or the resolution, that it comes from.</param>
    /// <returns>The order as it now stands.</returns>
    public static async Task<PaymentOrderRow> MoveAsync(
        UnitOfWork unit, PaymentOrderRow order, PaymentOrderEvent happening, LocalDate businessDate, string cause)
    {
        var step = PaymentOrderTable.Decide(order.StateNow, happening);
        if (step.Effect != PaymentOrderEffect.Apply)
        {
            throw new InvalidOperationException($"Payment order {order.OrderId} is {order.State} and cannot take {happening.Name()}.");
        }

        var moved = order with { State = step.Next.Name() };
        if (await unit.ExecuteAsync(Update, moved) == 0)
        {
            throw new ConcurrentChangeException($"Payment order {order.OrderId}");
        }

        await unit.ExecuteAsync(InsertTransition, new
        {
            moved.OrderId,
            moved.Version,
            fromState = order.State,
            happening = happening.Name(),
            moved.State,
            unit.Now,
            businessDate,
            cause,
        });
        return moved with { Version = moved.Version + 1 };
    }
}

/// <summary>Orders of one day to one account on one rail.</summary>
internal sealed record PayeeOrders
{
    public string Iban { get; init; } = "";

    public string Rail { get; init; } = "";

    public long Orders { get; init; }
}
