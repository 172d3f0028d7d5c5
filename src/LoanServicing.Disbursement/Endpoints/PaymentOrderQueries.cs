using System.Data.Common;
using Dapper;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;

namespace LoanServicing.Disbursement.Endpoints;

/// <param name="Counties">The caller's; empty means all.</param>
/// <param name="After">The number of the last row of the page before.</param>
internal sealed record PaymentOrderFilter(string? Status, IReadOnlyCollection<string> Counties, long After, int Rows);

/// <summary>The lists of payment orders and of answers that need people.</summary>
internal static class PaymentOrderQueries
{
    private const string AnswerColumns =
        """
        a.number, a.message_id, a.entry, a.part, a.kind, a.end_to_end_id, a.amount, a.value_date, a.bank_reference, a.reason_code,
        a.reason_text, a.order_id, a.outcome, a.problem, a.business_date, a.answered_at
        """;

    /// <summary>Instead of a status: the orders about which the bank said something that was not acted on.</summary>
    public const string Unresolved = "unresolved";

    private const string OfUnresolved =
        " and exists (select 1 from bank_answer a where a.order_id = payment_order.order_id and a.outcome = 'problem')";

    private const string OfCounties = " and county in @Counties";

    private const string Page = " order by number";

    private const string SelectOrders = $"select {PaymentOrderStore.Columns} from payment_order where number > @After";

    private const string CountBefore = "select count(*) from payment_order where state = 'ordered' and number < @number";

    private const string SelectOrderedNumbers =
        "select number from payment_order where state = 'ordered' and number >= @first and number <= @last order by number";

    private const string SelectProblemsOf =
        $"""
        select {AnswerColumns} from bank_answer a
        where a.order_id in @orderIds and a.outcome in ('problem', 'waiting')
        order by a.number
        """;

    private const string SelectProblems =
        $"""
        select {AnswerColumns} from bank_answer a
        where a.outcome in ('problem', 'waiting') and a.number > @After
        """;

    private const string OfOrdersInCounties =
        " and exists (select 1 from payment_order o where o.order_id = a.order_id and o.county in @Counties)";

    public static async Task<PaymentOrderList> ListAsync(DbConnection connection, PaymentOrderFilter filter, bool persian)
    {
        var sql = SelectOrders
            + (filter.Status switch { null => "", Unresolved => OfUnresolved, _ => " and state = @Status" })
            + (filter.Counties.Count == 0 ? "" : OfCounties)
            + Page;
        var orders = (await connection.QueryAsync<PaymentOrderRow>(connection.First(sql, "@Rows"), filter)).ToList();
        if (orders.Count == 0)
        {
            return new PaymentOrderList([], NextCursor: null);
        }

        var positions = await QueuePositionsAsync(connection, orders);
        var orderIds = orders.Select(order => order.OrderId.ToByteArray(bigEndian: true)).ToList();
        var problems = (await connection.QueryAsync<BankAnswerRow>(SelectProblemsOf, new { orderIds })).ToLookup(row => row.OrderId);
        var held = await HeldOrders.AmongAsync(connection, orderIds);
        var files = await PaymentFileStore.MessageIdsAsync(connection, orders.Select(order => order.FileId).OfType<Guid>());
        return new PaymentOrderList(
            [
                .. orders.Select(order => PaymentOrderView.Of(
                    order,
                    positions.TryGetValue(order.Number, out var position) ? position : null,
                    order.FileId is { } fileId ? files.GetValueOrDefault(fileId) : null,
                    [.. problems[order.OrderId].Select(row => View(row, held, persian))],
                    persian)),
            ],
            orders.Count < filter.Rows ? null : Cursor.Encode(orders[^1].Number));
    }

    /// <summary>Without an order there is no county: only who may see all counties sees an answer about none of our orders.</summary>
    public static async Task<BankAnswerList> ProblemsAsync(DbConnection connection, PaymentOrderFilter filter, bool persian)
    {
        var sql = SelectProblems + (filter.Counties.Count == 0 ? "" : OfOrdersInCounties) + Page;
        var rows = (await connection.QueryAsync<BankAnswerRow>(connection.First(sql, "@Rows"), filter)).ToList();
        var orderIds = rows.Where(row => row.OrderId is not null).Select(row => row.OrderId!.Value.ToByteArray(bigEndian: true)).ToList();
        var held = await HeldOrders.AmongAsync(connection, orderIds);
        return new BankAnswerList(
            [.. rows.Select(row => View(row, held, persian))],
            rows.Count < filter.Rows ? null : Cursor.Encode(rows[^1].Number));
    }

    private static BankAnswerView View(BankAnswerRow row, IReadOnlySet<Guid> held, bool persian) =>
        BankAnswerView.Of(row, persian, row.Kind == BankAnswerKind.Paid.Name() && row.OrderId is { } orderId && held.Contains(orderId));

    // One count for the page, then on from there.
    private static async Task<Dictionary<long, long>> QueuePositionsAsync(DbConnection connection, List<PaymentOrderRow> orders)
    {
        var waiting = orders.Where(order => order.StateNow == PaymentOrderState.Ordered).ToList();
        if (waiting.Count == 0)
        {
            return [];
        }

        var (first, last) = (waiting[0].Number, waiting[^1].Number);
        var before = await connection.QuerySingleAsync<long>(CountBefore, new { number = first });
        var numbers = await connection.QueryAsync<long>(SelectOrderedNumbers, new { first, last });
        return numbers.Index().ToDictionary(pair => pair.Item, pair => before + pair.Index + 1);
    }
}
