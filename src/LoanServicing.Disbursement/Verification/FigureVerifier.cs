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

namespace LoanServicing.Disbursement.Verification;

/// <summary>
/// Rule R11 for the figures of orders, of the bank's answers and of what finance says that the bank wrote: each row says what the audit trail had when it was
/// made. Rows are read some at a time.
/// </summary>
internal static class FigureVerifier
{
    private const string SelectOrders = "select order_id, terms, amount, alavi, sina from payment_order where order_id > @after order by order_id";

    private const string SelectAnswers =
        $"""
        select number, file_kind, message_id, entry, kind, end_to_end_id, amount, value_date, bank_reference, order_id
        from bank_answer where number > @after and file_kind <> '{ResolutionRow.FileKind}' order by number
        """;

    private const string SelectResolutions = $"select {ResolutionStore.Columns} from payment_order_resolution where request_id > @after order by request_id";

    public static async Task<IReadOnlyList<RuleFinding>> VerifyAsync(DbConnection connection) =>
        [await OrdersAsync(connection), await AnswersAsync(connection), await ResolutionsAsync(connection)];

    private static async Task<RuleFinding> OrdersAsync(DbConnection connection)
    {
        var (count, problems) = (0L, new List<string>());
        for (var after = Guid.Empty; await PageAsync<OrderRow>(connection, SelectOrders, new { after, limit = AuditTrail.SubjectsAtOnce }) is { Count: > 0 } page; after = page[^1].OrderId)
        {
            count += page.Count;
            var audited = await AuditTrail.OfAsync(connection, AuditedAs, [.. page.Select(row => row.OrderId.ToString())]);
            problems.AddRange(page.Where(row => !IsAsOrdered(row, audited[row.OrderId.ToString()].FirstOrDefault(decision => decision.Action == OrderedAction)))
                .Select(row => $"payment order {row.OrderId} of {row.Amount} rials ({row.Shares}) on {row.Terms} is not what was ordered"));
        }

        return new RuleFinding("R11", count, "payment orders with the figures that were ordered", problems);
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

    // Orders of before the terms were audited have only their amount and shares compared.
    private static bool IsAsOrdered(OrderRow row, AuditedDecision? decision) =>
        decision is not null
        && (row.Amount, row.Alavi, row.Sina) == (decision.RialsAt("amount"), decision.RialsAt("shares", "alavi"), decision.RialsAt("shares", "sina"))
        && (decision.TextAt("terms") is not { } terms || terms == row.Terms);

    private static string SubjectOf(BankAnswerRow row) => row.OrderId?.ToString() ?? row.EndToEndId;

    private static bool IsToldIn(BankAnswerRow row, AuditedDecision decision) =>
        decision.RialsAt("amount") == row.Amount
        && decision.At("entry") is { ValueKind: System.Text.Json.JsonValueKind.Number } entry && entry.GetInt64() == row.Entry
        && decision.TextAt("messageId") == FactJson.Write(row.MessageId)
        && decision.TextAt("fileKind") == FactJson.Write(row.FileKind)
        && decision.TextAt("kind") == FactJson.Write(row.Kind)
        && decision.TextAt("endToEndId") == FactJson.Write(row.EndToEndId);

    private sealed record OrderRow
    {
        public Guid OrderId { get; init; }

        public string Terms { get; init; } = "";

        public Rials Amount { get; init; }

        public Rials Alavi { get; init; }

        public Rials Sina { get; init; }

        public FunderShares Shares => new(Alavi, Sina);
    }
}
