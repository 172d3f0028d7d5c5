using System.Data.Common;
using Dapper;
using LoanServicing.Disbursement.BankFiles;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Verification;
using NodaTime;

namespace LoanServicing.Disbursement.Verification;

/// <summary>Rule R8: one file for an order, one message id for a file, one confirmation for a payment. The database counts and adds up.</summary>
internal static class UniquenessVerifier
{
    // A null without a type would be an int to SQL Server, and so would the ids that are united with it.
    private const string SelectUsedTwice =
        """
        select 'end-to-end id' as what, end_to_end_id as value, cast(null as binary(16)) as application_id, cast(null as int) as attempt, count(*) as times
        from payment_order group by end_to_end_id having count(*) > 1
        union all
        select 'bank reference', bank_reference, cast(null as binary(16)), cast(null as int), count(*)
        from payment_order where bank_reference is not null group by bank_reference having count(*) > 1
        union all
        select 'message id', message_id, cast(null as binary(16)), cast(null as int), count(*) from payment_file group by message_id having count(*) > 1
        union all
        select 'application', cast(null as nvarchar(500)), application_id, coalesce(stands_for_attempt, payment_attempt), count(*)
        from payment_order group by application_id, coalesce(stands_for_attempt, payment_attempt) having count(*) > 1
        """;

    private const string SelectFiles =
        """
        select f.file_id, f.message_id, f.debtor_iban, f.format, f.serial, f.transfers, f.control_sum,
          count(o.order_id) as orders, coalesce(sum(o.amount), 0) as ordered
        from payment_file f
        left join payment_order o on o.file_id = f.file_id
        group by f.file_id, f.message_id, f.debtor_iban, f.format, f.serial, f.transfers, f.control_sum
        """;

    private const string SelectLastSerial = "select coalesce(max(last_serial), 0) from payment_file_counter";

    private const string SelectWithoutFile =
        """
        select o.order_id from payment_order o
        where o.file_id is not null and not exists (select 1 from payment_file f where f.file_id = o.file_id)
        """;

    private const string SelectConfirmations =
        """
        select o.order_id, o.state, o.amount, o.value_date, count(a.number) as times, min(a.amount) as told_amount, min(a.value_date) as told_date
        from payment_order o
        left join bank_answer a on a.order_id = o.order_id and a.outcome = 'applied' and a.kind = 'paid'
        group by o.order_id, o.state, o.amount, o.value_date
        """;

    /// <summary>Identifiers that more than one row has.</summary>
    public static async Task<IEnumerable<string>> UsedTwiceAsync(DbConnection connection) =>
        (await connection.QueryAsync<Duplicate>(SelectUsedTwice)).Select(row => row.ApplicationId is { } application
            ? $"{row.What} {application} attempt {row.Attempt} is used {row.Times} times"
            : $"{row.What} {row.Value} is used {row.Times} times");

    /// <summary>Payment files: an own message id each, and the number and sum of the orders that name them.</summary>
    public static async Task<RuleFinding> PaymentFilesAsync(DbConnection connection)
    {
        var problems = new List<string>();
        var files = 0L;
        var lastSerial = await connection.QuerySingleAsync<long>(SelectLastSerial);
        await foreach (var file in connection.QueryUnbufferedAsync<FileRow>(SelectFiles))
        {
            files++;
            if (file.MessageId != file.OwnMessageId)
            {
                problems.Add($"payment file {file.FileId} has the message id {file.MessageId}, which is not its own");
            }

            if (file.Serial > lastSerial)
            {
                problems.Add($"payment file {file.MessageId} has the serial {file.Serial}, and the counter would give it again after {lastSerial}");
            }

            if (file.Orders != file.Transfers || file.Ordered != file.ControlSum)
            {
                problems.Add(
                    $"payment file {file.MessageId} says {file.Transfers} transfers of {file.ControlSum} rials, its orders are {file.Orders} of {file.Ordered}");
            }
        }

        problems.AddRange((await connection.QueryAsync<Guid>(SelectWithoutFile)).Select(id => $"payment order {id} is in a file that does not exist"));
        return new RuleFinding("R8", files, "payment files", problems);
    }

    /// <summary>Orders that the bank booked: exactly one applied answer of the bank, of the order's amount and value date.</summary>
    public static async Task<RuleFinding> ConfirmationsAsync(DbConnection connection)
    {
        var problems = new List<string>();
        var paid = 0L;
        await foreach (var order in connection.QueryUnbufferedAsync<ConfirmationRow>(SelectConfirmations))
        {
            var wasPaid = order.ValueDate is not null;
            paid += wasPaid ? 1 : 0;
            if (order.Times != (wasPaid ? 1 : 0))
            {
                problems.Add($"payment order {order.OrderId} is {order.State} and was confirmed {order.Times} times");
            }
            else if (wasPaid && (order.ToldAmount, order.ToldDate) != (order.Amount, order.ValueDate))
            {
                problems.Add(
                    $"payment order {order.OrderId} of {order.Amount} rials was confirmed with {order.ToldAmount} rials on {order.ToldDate:uuuu-MM-dd}");
            }
        }

        return new RuleFinding("R8", paid, "confirmed payments", problems);
    }

    private sealed record Duplicate
    {
        public string What { get; init; } = "";

        public string? Value { get; init; }

        public Guid? ApplicationId { get; init; }

        public long? Attempt { get; init; }

        public long Times { get; init; }
    }

    private sealed record FileRow
    {
        public Guid FileId { get; init; }

        public string MessageId { get; init; } = "";

        public string DebtorIban { get; init; } = "";

        public string? Format { get; init; }

        public long? Serial { get; init; }

        /// <summary>Null when the row says a dialect and has not what its message id is made of.</summary>
        public string? OwnMessageId => (Format, Serial) switch
        {
            (null, null) => PaymentIds.MessageId(FileId),
            (PaymentFileFormats.Ccti, { } serial) when Sheba.TryParse(DebtorIban, out var debtor) => PaymentIds.CctiMessageId(debtor, serial),
            _ => null,
        };

        public long Transfers { get; init; }

        public Rials ControlSum { get; init; }

        public long Orders { get; init; }

        public Rials Ordered { get; init; }
    }

    private sealed record ConfirmationRow
    {
        public Guid OrderId { get; init; }

        public string State { get; init; } = "";

        public Rials Amount { get; init; }

        public LocalDate? ValueDate { get; init; }

        public long Times { get; init; }

        public Rials? ToldAmount { get; init; }

        public LocalDate? ToldDate { get; init; }
    }
}
