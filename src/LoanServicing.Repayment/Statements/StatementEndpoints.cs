using LoanServicing.Domain;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Http.Pages;
using LoanServicing.Repayment.Endpoints;
using LoanServicing.Repayment.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Repayment.Statements;

/// <summary>What a borrower is given: the account statement and the settlement letter, as JSON and as pages to print.</summary>
internal static class StatementEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/loans/{id}/statement", (HttpContext http, string id, string? from, string? to, CancellationToken cancel) => StatementAsync(http, id, from, to, cancel))
            .Allow(LoanAccess.Callers).WithName("GetLoanStatement")
            .WithSummary("The account of a loan on the value dates of a period, by default from paying out to the business date; a page to print with Accept: text/html")
            .Produces<StatementView>().Refuses(400).ShowsCsv().ShowsPage();
        api.MapGet("/loans/{id}/settlement-letter", (HttpContext http, string id, CancellationToken cancel) => LetterAsync(http, id, cancel))
            .Allow(LoanAccess.Callers).WithName("GetSettlementLetter")
            .WithSummary("That nothing is owed on a settled loan; a page to print with Accept: text/html")
            .Produces<SettlementLetterView>().Refuses(409).ShowsPage();
    }

    private static async Task<IResult> StatementAsync(HttpContext http, string id, string? fromText, string? toText, CancellationToken cancel)
    {
        PageAnswers.KeepNowhere(http);
        LocalDate? to = null;
        if ((AsOfDay.Read("from", fromText, out var from) ?? AsOfDay.Read("to", toText, out to)) is { } malformed)
        {
            return ApiResults.Problem(malformed);
        }

        return await LoanRead.RunAsync(http, id, cancel, async loan =>
        {
            var (last, paidOut) = (to ?? loan.Today, loan.Row.PaidOutOn);
            var first = from ?? LocalDate.Min(paidOut, last);
            if (ProblemOf(first, last, loan.Today) is { } problem)
            {
                return ApiResults.Problem(problem);
            }

            var statement = (await StatementReading.OfAsync(loan.Connection, loan.Row, first, last, http.RequestServices.GetRequiredService<LoanCalendar>())).View();
            return AcceptedTypes.Preferred(http, AcceptedTypes.Csv, AcceptedTypes.Html) == AcceptedTypes.Html
                ? StatementPage.Of(statement, PageWriting.For(http), loan.Today).ToResult()
                : Lists.Of(http, statement, statement.Movements, null);
        });
    }

    private static Task<IResult> LetterAsync(HttpContext http, string id, CancellationToken cancel)
    {
        PageAnswers.KeepNowhere(http);
        var programme = http.RequestServices.GetRequiredService<Programme>();
        return LoanRead.RunAsync(http, id, cancel, async loan =>
        {
            var settled = loan.Row.ToLoan(http.RequestServices.GetRequiredService<LoanCalendar>());
            if (settled.State != LoanState.Settled)
            {
                return ApiResults.Problem(SettlementLetterView.NotSettled(loan.Row, settled, loan.Today, programme));
            }

            var letter = SettlementLetterView.Of(loan.Row, settled, await ReceiptStore.OfLoanAsync(loan.Connection, loan.Row.Id), loan.Today);
            return AcceptedTypes.Preferred(http, AcceptedTypes.Html) == AcceptedTypes.Html
                ? LetterPage.Of(letter, PageWriting.For(http)).ToResult()
                : ApiResults.Ok(letter);
        });
    }

    private static ApiProblem? ProblemOf(LocalDate first, LocalDate last, LocalDate today)
    {
        if (last > today)
        {
            return ApiProblem.Malformed("to", "date.after-business-date", new Bilingual(
                $"A statement ends on the business date, {today:uuuu-MM-dd}, at the latest.", $"صورت حساب دست بالا تا تاریخ کاری {today.ToPersian()} است."));
        }

        return first <= last
            ? null
            : ApiProblem.Malformed("from", "date.after-to", new Bilingual(
                $"The first day lies after the last, {last:uuuu-MM-dd}.", $"روز نخست پس از روز پایانی {last.ToPersian()} است."));
    }
}
