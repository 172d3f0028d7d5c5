using System.Data.Common;
using Dapper;
using LoanServicing.Disbursement.Resolutions;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Verification;
using NodaTime;

namespace LoanServicing.Disbursement.Verification;

/// <summary>
/// Rule R11 for the figures of orders, of the bank's answers and of what finance says that the bank wrote: each row says what the audit trail had when it was
/// made. Rows are read some at a time.
/// </summary>
internal static class FigureVerifier
{
    private const string SelectOrders = $"select {PaymentOrderStore.Columns} from payment_order where order_id > @after order by order_id";

    private const string SelectFiles =
        """
        select message_id, state, execution_date, debtor_name, debtor_iban, debtor_bic, transfers, control_sum, rail, rails_version, format, content_hash
        from payment_file where message_id > @after order by message_id
        """;

    private const string SelectFileOrders =
        "select f.message_id, o.order_id from payment_order o join payment_file f on f.file_id = o.file_id where f.message_id > @after and f.message_id <= @last order by f.message_id, o.file_position";

    private const string SelectAnswers =
        $"""
        select number, file_kind, message_id, entry, kind, end_to_end_id, amount, value_date, bank_reference, order_id
        from bank_answer where number > @after and file_kind <> '{ResolutionRow.FileKind}' order by number
        """;

    private const string SelectResolutions = $"select {ResolutionStore.Columns} from payment_order_resolution where request_id > @after order by request_id";

    public static IEnumerable<Look> Looks(DbConnection connection) =>
    [
        new("R11", "payment_order, payment_file and audit", () => OrdersAsync(connection)),
        new("R11", "bank_answer and audit", () => AnswersAsync(connection)),
        new("R11", "payment_order_resolution and audit", () => ResolutionsAsync(connection)),
    ];

    private static async Task<RuleFinding> OrdersAsync(DbConnection connection)
    {
        var (count, problems) = (0L, new List<string>());
        for (var after = Guid.Empty; await PageAsync<PaymentOrderRow>(connection, SelectOrders, new { after, limit = AuditTrail.SubjectsAtOnce }) is { Count: > 0 } page; after = page[^1].OrderId)
        {
            count += page.Count;
            var audited = await AuditTrail.OfAsync(connection, AuditedAs, [.. page.Select(row => row.OrderId.ToString())]);
            problems.AddRange(page.Where(row => !IsAsOrdered(row, audited[row.OrderId.ToString()].FirstOrDefault(decision => decision.Action == OrderedAction)))
                .Select(row => $"payment order {row.OrderId} of {row.Amount} rials ({row.Shares}) on {row.Terms} is not what was ordered"));
        }

        problems.AddRange(await FileProblemsAsync(connection));
        return new RuleFinding("R11", count, "payment orders with the figures that were ordered, and their files", problems);
    }

    private static async Task<IReadOnlyList<string>> FileProblemsAsync(DbConnection connection)
    {
        var problems = new List<string>();
        for (var after = ""; await PageAsync<FileRow>(connection, SelectFiles, new { after, limit = AuditTrail.SubjectsAtOnce }) is { Count: > 0 } page; after = page[^1].MessageId)
        {
            var audited = await AuditTrail.OfAsync(connection, "payment-file", [.. page.Select(row => row.MessageId)]);
            var orders = (await connection.QueryAsync<(string MessageId, Guid OrderId)>(SelectFileOrders, new { after, last = page[^1].MessageId })).ToLookup(row => row.MessageId, row => row.OrderId);
            problems.AddRange(page.Where(row => !row.IsAsTold([.. audited[row.MessageId]], [.. orders[row.MessageId]]))
                .Select(row => $"payment file {row.MessageId} of {row.DebtorIban} on {row.ExecutionDate:uuuu-MM-dd} is not what was assigned and written"));
        }

        return problems;
    }

    private static async Task<RuleFinding> AnswersAsync(DbConnection connection)
    {
        var (count, problems) = (0L, new List<string>());
        for (var after = 0L; await PageAsync<BankAnswerRow>(connection, SelectAnswers, new { after, limit = AuditTrail.SubjectsAtOnce }) is { Count: > 0 } page; after = page[^1].Number)
        {
            count += page.Count;
            var audited = await AuditTrail.OfAsync(connection, AuditedAs, [.. page.Select(SubjectOf).Distinct()]);
            problems.AddRange(page.Where(row => !audited[SubjectOf(row)].Any(decision => IsToldIn(row, decision)))
                .Select(row => $"answer {row.Number} of the bank, of {row.Amount} rials for {row.EndToEndId}, is not what {row.MessageId} said"));
        }

        return new RuleFinding("R11", count, "answers of the bank as they were told", problems);
    }

    private static async Task<RuleFinding> ResolutionsAsync(DbConnection connection)
    {
        var (count, problems) = (0L, new List<string>());
        for (var after = Guid.Empty; await PageAsync<ResolutionRow>(connection, SelectResolutions, new { after, limit = AuditTrail.SubjectsAtOnce }) is { Count: > 0 } page; after = page[^1].RequestId)
        {
            count += page.Count;
            var asked = await CheckVerifier.AskedAsync(connection, page.Select(row => row.RequestId));
            problems.AddRange(page.Where(row => asked.GetValueOrDefault(row.RequestId)?.TextAt("payload") != FactJson.Write(ResolutionAsked.Of(row)))
                .Select(row => $"resolution {row.RequestId} of {row.Amount} rials is not what {row.Maker} asked for"));
        }

        return new RuleFinding("R11", count, "resolutions as they were asked for", problems);
    }

    private const string AuditedAs = "payment-order";

    private const string OrderedAction = "payment-order.ordered";

    private static async Task<IReadOnlyList<T>> PageAsync<T>(DbConnection connection, string sql, object parameters) =>
        [.. await connection.QueryAsync<T>(connection.First(sql, "@limit"), parameters)];

    // Orders of before the terms, or whom they pay, were audited have only the rest compared.
    private static bool IsAsOrdered(PaymentOrderRow row, AuditedDecision? decision) =>
        decision is not null
        && (row.Amount, row.Alavi, row.Sina) == (decision.RialsAt("amount"), decision.RialsAt("shares", "alavi"), decision.RialsAt("shares", "sina"))
        && (decision.TextAt("terms") is not { } terms || terms == row.Terms)
        && (decision.TextAt("orderHash") is not { } hash || hash == FactJson.Write(row.ComputeHash()));

    private static string SubjectOf(BankAnswerRow row) => row.OrderId?.ToString() ?? row.EndToEndId;

    private static bool IsToldIn(BankAnswerRow row, AuditedDecision decision) =>
        decision.RialsAt("amount") == row.Amount
        && decision.At("entry") is { ValueKind: System.Text.Json.JsonValueKind.Number } entry && entry.GetInt64() == row.Entry
        && decision.TextAt("messageId") == FactJson.Write(row.MessageId)
        && decision.TextAt("fileKind") == FactJson.Write(row.FileKind)
        && decision.TextAt("kind") == FactJson.Write(row.Kind)
        && decision.TextAt("endToEndId") == FactJson.Write(row.EndToEndId)
        && (decision.TextAt("valueDate") is not { } date || date == FactJson.Write(row.ValueDate))
        && (decision.TextAt("bankReference") is not { } reference || reference == FactJson.Write(row.BankReference));

    private sealed record FileRow
    {
        public string MessageId { get; init; } = "";

        public string State { get; init; } = "";

        public LocalDate ExecutionDate { get; init; }

        public string DebtorName { get; init; } = "";

        public string DebtorIban { get; init; } = "";

        public string DebtorBic { get; init; } = "";

        public long Transfers { get; init; }

        public Rials ControlSum { get; init; }

        public string? Rail { get; init; }

        public string? RailsVersion { get; init; }

        public string? Format { get; init; }

        public string? ContentHash { get; init; }

        // Files of before there were rails are not compared, and those of before the payer was audited have only the rest compared.
        public bool IsAsTold(IReadOnlyList<AuditedDecision> audited, IReadOnlyList<Guid> orders)
        {
            var assigned = audited.SingleOrDefault(decision => decision.Action == "payment-file.assigned");
            var written = audited.SingleOrDefault(decision => decision.Action == "payment-file.written");
            if (assigned is null)
            {
                return Rail is null && RailsVersion is null;
            }

            return (written is not null) == (State == PaymentFileRow.Written) && (written is not null) == (ContentHash is not null)
                && (written is null || written.TextAt("contentHash") == FactJson.Write(ContentHash))
                && Says(assigned, "orders", FactJson.Write(orders)) && Says(assigned, "transfers", $"{Transfers}") && Says(assigned, "controlSum", FactJson.Write(ControlSum))
                && Says(assigned, "rail", FactJson.Write(Rail)) && Says(assigned, "railsVersion", FactJson.Write(RailsVersion)) && Says(assigned, "format", FactJson.Write(Format))
                && Says(assigned, "executionDate", FactJson.Write(ExecutionDate)) && Says(assigned, "debtorName", FactJson.Write(DebtorName))
                && Says(assigned, "debtorIban", FactJson.Write(DebtorIban)) && Says(assigned, "debtorBic", FactJson.Write(DebtorBic));
        }

        private static bool Says(AuditedDecision decision, string name, string value) => decision.TextAt(name) is not { } told || told == value;
    }
}
