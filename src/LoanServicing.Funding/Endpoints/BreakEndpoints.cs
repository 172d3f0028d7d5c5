using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using Dapper;
using LoanServicing.Domain;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Reconciliation;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Funding.Endpoints;

/// <summary>A line of the bank's statement, a movement of the books or money in suspense that is not explained yet.</summary>
/// <param name="Side"><c>line</c>, <c>movement</c> or <c>suspense</c>; the id is that of the line, the journal entry or the money in suspense.</param>
/// <param name="OtherId">What it was compared with: the movement of another amount, the line that it repeats or takes back, the reversal of its receipt.</param>
/// <param name="AgeDays">Days of the business calendar since it was found, from 0.</param>
/// <param name="StatementId">The file that the line came in; null where the bank has not shown it.</param>
/// <param name="StatementLine">Of the text of that file, from 1.</param>
/// <param name="EntryId">The journal entry; null where the books do not have it.</param>
/// <param name="RequestId">What one person has asked and another has not checked yet.</param>
/// <param name="KeptBecause">Why the loan to which it was assigned could not take it: <c>loan.unknown</c>, <c>value-date.before-paying-out</c>, <c>amount.above-ceiling</c>, <c>receipt.known</c> or <c>salary-list.told</c>; null where it was not.</param>
public sealed record BreakView(
    Guid BreakId,
    string Side,
    string Kind,
    string Direction,
    Rials AmountRials,
    LocalDate ValueDate,
    string? ValueDatePersian,
    LocalDate OpenedOn,
    string OpenedOnPersian,
    int AgeDays,
    string? BankReference,
    string? EndToEndId,
    string? Payer,
    string? Narrative,
    Guid? OtherId,
    Guid? StatementId,
    long? StatementLine,
    Guid? EntryId,
    Guid? RequestId,
    string? KeptBecause);

public sealed record BreakPage(IReadOnlyList<BreakView> Items, string? NextCursor);

/// <summary>What a break is, as one person of finance says.</summary>
/// <param name="Action">
/// <c>match</c>: it is the same money as the lines and entries named; <c>exclude</c>: it is left out; and of money in suspense <c>assign</c>: it is a receipt of
/// the loan named, <c>contribution</c>: it is the deposit of the funder named, <c>same</c>: the books had it already, as the entries named, or <c>returned</c>: it has left
/// the account again, as the line named shows; of a credit on the
/// statement <c>receipt</c>: it is money of its own that nobody has told of; and of a deposit or withdrawal in the books <c>reverse</c>: it was recorded wrongly.
/// </param>
/// <param name="LineIds">For <c>match</c>: lines of the statement, besides the break itself where it is one. For <c>returned</c>: the one debit.</param>
/// <param name="EntryIds">For <c>match</c>: journal entries, besides the break itself where it is one. For <c>same</c>: entries of the same sum.</param>
/// <param name="LoanId">For <c>assign</c>; or the deposit id.</param>
/// <param name="DepositId">For <c>assign</c>; or the loan's id.</param>
/// <param name="Funder">For <c>contribution</c>.</param>
/// <param name="BreakIds">For <c>same</c>, with one entry: other money in suspense that is part of it.</param>
public sealed record BreakResolutionRequest(
    [property: AllowedValues(
        ResolutionRow.Match, ResolutionRow.Exclude, ResolutionRow.Assign, ResolutionRow.Contribution, ResolutionRow.Receipt, ResolutionRow.Same, ResolutionRow.Returned,
        ResolutionRow.Reverse)] string Action,
    string Reason,
    IReadOnlyList<Guid>? LineIds = null,
    IReadOnlyList<Guid>? EntryIds = null,
    Guid? LoanId = null,
    string? DepositId = null,
    [property: AllowedValues(Funders.Alavi, Funders.Sina, null)] string? Funder = null,
    IReadOnlyList<Guid>? BreakIds = null);

/// <summary><c>GET /funding/breaks</c> and <c>POST /funding/breaks/{id}/resolution</c>.</summary>
internal static class BreakEndpoints
{
    // A join for each side, so that each is looked up by an index. Of money in suspense that the bank shows in several lines, one stands for all.
    internal const string SelectOpen =
        """
        select b.number, b.break_id, b.side, b.kind, b.credit, b.amount, b.value_date, b.opened_on, b.other_id, b.kept_because,
          coalesce(l.reference, m.reference, sl.reference, sm.reference) as bank_reference,
          coalesce(l.end_to_end_id, m.end_to_end_id, sl.end_to_end_id, sm.end_to_end_id) as end_to_end_id, coalesce(l.payer, sl.payer) as payer,
          coalesce(l.narrative, sl.narrative) as narrative, coalesce(l.file_id, sl.file_id) as statement_id, coalesce(l.text_line, sl.text_line) as statement_line,
          coalesce(m.entry_id, sm.entry_id) as entry_id, r.request_id
        from statement_break b
        left join statement_line l on b.side = 'line' and l.line_id = b.break_id
        left join bank_movement m on b.side = 'movement' and m.entry_id = b.break_id
        left join bank_movement sm on b.side = 'suspense' and sm.subject_id = b.break_id and sm.kind = 'suspense'
        left join statement_line sl on sl.line_key = (select min(x.line_key) from statement_line x where x.match_id = sm.match_id)
        left join break_resolution r on r.break_id = b.break_id and r.status = 'waiting'
        where b.closed_on is null and b.number > @after and (@kind = '' or b.kind = @kind)
        order by b.number
        """;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/funding/breaks", ReadAsync)
            .Allow(Roles.Finance, Roles.Auditor)
            .WithName("ListBreaks")
            .WithSummary("What of the bank's statements and of the books is not explained yet, oldest first")
            .Produces<BreakPage>().Refuses(400).ShowsCsv();
        api.MapCommand<BreakResolutionRequest>("/funding/breaks/{id}/resolution", FundingService.Name, KeyPolicy.Required, ResolutionRequests.AskAsync)
            .Allow(Roles.Finance)
            .WithName("ResolveBreak")
            .WithSummary("Says what a break is; another finance subject checks it")
            .Produces<CheckAsked>(StatusCodes.Status202Accepted).Refuses(404, 409);
    }

    private static async Task<IResult> ReadAsync(HttpContext http, string? kind, string? cursor, string? limit)
    {
        if (Cursor.Read(cursor, limit, out var after, out var rows) is { } problem)
        {
            return ApiResults.Problem(problem);
        }

        if (kind is { Length: > 0 } && !BreakKinds.All.Contains(kind))
        {
            return ApiResults.Problem(UnknownKind);
        }

        var clock = http.RequestServices.GetRequiredService<IClock>();
        var page = await http.Database(FundingService.Name).ReadAsync(
            connection => ReadPageAsync(connection, clock, kind ?? "", after, rows), http.RequestAborted);
        return Lists.Of(http, page, page.Items, page.NextCursor);
    }

    private static async Task<BreakPage> ReadPageAsync(DbConnection connection, IClock clock, string kind, long after, int rows)
    {
        var today = await BusinessDates.CurrentAsync(connection, clock);
        var found = (await connection.QueryAsync<OpenBreak>(connection.First(SelectOpen, "@limit"), new { kind, after, limit = rows + 1 })).ToList();
        return new BreakPage([.. found.Take(rows).Select(row => row.ToView(today))], found.Count > rows ? Cursor.Encode(found[rows - 1].Number) : null);
    }

    private static ApiProblem UnknownKind { get; } = ApiProblem.Malformed("kind", "break-kind.unknown", new Bilingual(
        $"A kind is one of {string.Join(", ", BreakKinds.All)}.", "این نوع مغایرت وجود ندارد."));

    private sealed record OpenBreak
    {
        public long Number { get; init; }

        public Guid BreakId { get; init; }

        public string Side { get; init; } = "";

        public string Kind { get; init; } = "";

        public bool Credit { get; init; }

        public Rials Amount { get; init; }

        public LocalDate ValueDate { get; init; }

        public LocalDate OpenedOn { get; init; }

        public Guid? OtherId { get; init; }

        public string? BankReference { get; init; }

        public string? EndToEndId { get; init; }

        public string? Payer { get; init; }

        public string? Narrative { get; init; }

        public Guid? StatementId { get; init; }

        public long? StatementLine { get; init; }

        public Guid? EntryId { get; init; }

        public Guid? RequestId { get; init; }

        public string? KeptBecause { get; init; }

        public BreakView ToView(LocalDate today) => new(
            BreakId, Side, Kind, Credit ? "credit" : "debit", Amount, ValueDate, ((LocalDate?)ValueDate).ToPersian(), OpenedOn, OpenedOn.ToPersian(),
            Math.Max(0, Period.DaysBetween(OpenedOn, today)), BankReference, EndToEndId, Payer, Narrative, OtherId, StatementId, StatementLine, EntryId, RequestId, KeptBecause);
    }
}
