using System.Data.Common;
using Dapper;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Disbursement.Verification;

/// <summary>Rule R8: one file for an order, one message id for a file, one confirmation for a payment.</summary>
internal static class UniquenessVerifier
{
    private const string SelectFiles = "select file_id, message_id, transfers, control_sum, state from payment_file order by number";

    private const string SelectConfirmations =
        """
        select order_id, amount, value_date, count(*) as times
        from bank_answer
        where kind = 'paid' and outcome = 'applied' and order_id is not null
        group by order_id, amount, value_date
        """;

    /// <summary>Payment files: an own message id each, and the number and sum of the orders that name them.</summary>
    public static async Task<RuleFinding> PaymentFilesAsync(DbConnection connection, IReadOnlyList<PaymentOrderRow> orders)
    {
        var files = (await connection.QueryAsync<FileRow>(SelectFiles)).ToList();
        var byFile = orders.Where(order => order.FileId is not null).ToLookup(order => order.FileId!.Value);
        var problems = new List<string>(UsedTwice(files, file => file.MessageId, "message id"));
        foreach (var file in files)
        {
            var sum = byFile[file.FileId].Select(order => order.Amount).Sum();
            var count = byFile[file.FileId].Count();
            if (file.MessageId != PaymentIds.MessageId(file.FileId))
            {
                problems.Add($"payment file {file.FileId} has the message id {file.MessageId}, which is not its own");
            }

            if (count != file.Transfers || sum != file.ControlSum)
            {
                problems.Add(
                    $"payment file {file.MessageId} says {file.Transfers} transfers of {file.ControlSum} rials, its orders are {count} of {sum}");
            }
        }

        var known = files.Select(file => file.FileId).ToHashSet();
        problems.AddRange(byFile.Where(group => !known.Contains(group.Key))
            .SelectMany(group => group.Select(order => $"payment order {order.OrderId} is in a file that does not exist")));
        return new RuleFinding("R8", files.Count, "payment files", problems);
    }

    /// <summary>Orders that the bank booked: exactly one applied answer of the bank, of the order's amount and value date.</summary>
    public static async Task<RuleFinding> ConfirmationsAsync(DbConnection connection, IReadOnlyList<PaymentOrderRow> orders)
    {
        var confirmations = (await connection.QueryAsync<ConfirmationRow>(SelectConfirmations)).ToLookup(row => row.OrderId);
        var problems = new List<string>();
        var paid = 0;
        foreach (var order in orders)
        {
            var wasPaid = order.ValueDate is not null;
            var times = confirmations[order.OrderId].Sum(row => row.Times);
            paid += wasPaid ? 1 : 0;
            if (times != (wasPaid ? 1 : 0))
            {
                problems.Add($"payment order {order.OrderId} is {order.State} and was confirmed {times} times");
            }
            else if (wasPaid
                && confirmations[order.OrderId].Single() is var only
                && (only.Amount, only.ValueDate) != (order.Amount, order.ValueDate))
            {
                problems.Add($"payment order {order.OrderId} of {order.Amount} rials was confirmed with {only.Amount} rials on {only.ValueDate:uuuu-MM-dd}");
            }
        }

        return new RuleFinding("R8", paid, "confirmed payments", problems);
    }

    public static IEnumerable<string> UsedTwice<T>(IEnumerable<T> rows, Func<T, string?> key, string what) =>
        rows.Select(key).Where(value => value is not null)
            .CountBy(value => value!)
            .Where(pair => pair.Value > 1)
            .Select(pair => $"{what} {pair.Key} is used {pair.Value} times");

    private sealed record FileRow
    {
        public Guid FileId { get; init; }

        public string MessageId { get; init; } = "";

        public int Transfers { get; init; }

        public Rials ControlSum { get; init; }
    }

    private sealed record ConfirmationRow
    {
        public Guid OrderId { get; init; }

        public Rials Amount { get; init; }

        public NodaTime.LocalDate ValueDate { get; init; }

        public long Times { get; init; }
    }
}
