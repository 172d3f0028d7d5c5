using LoanServicing.Domain;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LoanServicing.Disbursement.Endpoints;

/// <summary>Reading payment orders, and what of the bank's answers needs people.</summary>
internal static class PaymentOrderEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/payment-orders", ListAsync)
            .Allow(Roles.Officer, Roles.Finance, Roles.Auditor)
            .WithName("ListPaymentOrders")
            .WithSummary("Payment orders in the order in which they were made, with their rails and files, and the bank's answers that were not acted on.")
            .Produces<PaymentOrderList>().Refuses(400).ShowsCsv();
        api.MapGet("/payment-orders/problems", ProblemsAsync)
            .Allow(Roles.Officer, Roles.Finance, Roles.Auditor)
            .WithName("ListBankAnswerProblems")
            .WithSummary("Answers of the bank that were kept and not acted on, those about no order of ours included.")
            .Produces<BankAnswerList>().Refuses(400).ShowsCsv();
    }

    private static async Task<IResult> ListAsync(HttpContext http, string? status, string? cursor, string? limit)
    {
        if (Cursor.Read(cursor, limit, out var position, out var rows) is { } problem)
        {
            return ApiResults.Problem(problem);
        }

        if (!string.IsNullOrEmpty(status) && status != PaymentOrderQueries.Unresolved && PaymentOrderNames.StateOf(status) is null)
        {
            return ApiResults.Problem(ApiProblem.Malformed("status", "status.unknown", new Bilingual(
                "One of ordered, in-file, sent, paid, refused, returned, bounced, unresolved.",
                "یکی از ordered، in-file، sent، paid، refused، returned، bounced، unresolved.")));
        }

        var filter = new PaymentOrderFilter(string.IsNullOrEmpty(status) ? null : status, Caller.Of(http).Counties, position, rows);
        var persian = ApiResults.PrefersPersian(http);
        var list = await http.Database(DisbursementService.Name)
            .ReadAsync(connection => PaymentOrderQueries.ListAsync(connection, filter, persian), http.RequestAborted);
        return Lists.Of(http, list, list.Items, list.NextCursor);
    }

    private static async Task<IResult> ProblemsAsync(HttpContext http, string? cursor, string? limit)
    {
        if (Cursor.Read(cursor, limit, out var position, out var rows) is { } problem)
        {
            return ApiResults.Problem(problem);
        }

        var filter = new PaymentOrderFilter(Status: null, Caller.Of(http).Counties, position, rows);
        var persian = ApiResults.PrefersPersian(http);
        var list = await http.Database(DisbursementService.Name)
            .ReadAsync(connection => PaymentOrderQueries.ProblemsAsync(connection, filter, persian), http.RequestAborted);
        return Lists.Of(http, list, list.Items, list.NextCursor);
    }
}
