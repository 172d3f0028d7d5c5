using LoanServicing.Domain;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Funding.Books;

/// <summary>What <c>GET /funding/ledger</c> reads from its query.</summary>
internal sealed record LedgerParameters(
    string? Account, string? Owner, string? Tranche, string? From, string? To, string? Cursor, string? Limit);

/// <summary><c>GET /funding/ledger</c>: the lines of one account with a running balance; each names the entry to look at next.</summary>
internal static class LedgerEndpoint
{
    /// <summary>How a query asks for money of no tranche.</summary>
    public const string NoTranche = "none";

    public const string Path = "/funding/ledger";

    private static readonly string[] Owners = [Funders.Alavi, Funders.Sina, Funders.Servicer];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(Path, (HttpContext http, [AsParameters] LedgerParameters asked, CancellationToken cancel) => ReadAsync(http, asked, cancel))
            .Allow(Roles.Finance, Roles.Auditor)
            .WithName("ReadLedger")
            .WithSummary("The lines of one account in booking order with a running balance; as CSV without cursor and limit, all at once")
            .Produces<LedgerPage>().Refuses(400).ShowsCsv();

    private static async Task<IResult> ReadAsync(HttpContext http, LedgerParameters asked, CancellationToken cancel)
    {
        if (Cursor.Read(asked.Cursor, asked.Limit, out var position, out var rows) is { } badPage)
        {
            return ApiResults.Problem(badPage);
        }

        var database = http.Database(FundingService.Name);
        var clock = http.RequestServices.GetRequiredService<IClock>();
        var businessDate = await database.ReadAsync(connection => BusinessDates.CurrentAsync(connection, clock), cancel);
        if (ReadQuery(asked, businessDate, out var query) is { } badQuery)
        {
            return ApiResults.Problem(badQuery);
        }

        if (Lists.AsksForCsv(http) && string.IsNullOrEmpty(asked.Cursor) && string.IsNullOrEmpty(asked.Limit))
        {
            return Lists.Csv(http, LedgerReader.AllAsync(new DatabaseReading(database, cancel), query));
        }

        if (position > 0 && !BookPlace.TryRead(position, out _))
        {
            return ApiResults.Problem(JournalEndpoint.CursorOfAnotherList);
        }

        BookPlace? after = BookPlace.TryRead(position, out var place) ? place : null;
        var part = await database.ReadAsync(connection => LedgerReader.ReadAsync(connection, query, after, rows), cancel);
        var page = PageOf(query, asked, part);
        return Lists.Of(http, page, page.Items, page.NextCursor);
    }

    private static LedgerPage PageOf(LedgerQuery query, LedgerParameters asked, LedgerPart part) => new(
        query.Account.Code,
        query.Owner,
        string.IsNullOrEmpty(asked.Tranche) ? null : asked.Tranche,
        query.Days.From,
        query.Days.From.ToPersian(),
        query.Days.To,
        query.Days.To.ToPersian(),
        part.Opening,
        part.Lines,
        part.Next is { } next ? Cursor.Encode(next.Position) : null);

    private static ApiProblem? ReadQuery(LedgerParameters asked, LocalDate businessDate, out LedgerQuery query)
    {
        query = null!;
        if (Accounts.All.FirstOrDefault(account => account.Code == asked.Account) is not { } found)
        {
            var codes = string.Join(", ", Accounts.All);
            return ApiProblem.Malformed("account", "account.unknown", new Bilingual($"Choose an account: {codes}.", $"یکی از این حساب‌ها را بفرستید: {codes}."));
        }

        if (!string.IsNullOrEmpty(asked.Owner) && !Owners.Contains(asked.Owner))
        {
            var codes = string.Join(", ", Owners);
            return ApiProblem.Malformed("owner", "owner.unknown", new Bilingual($"An owner is one of {codes}.", $"صاحب حساب یکی از {codes} است."));
        }

        if (!string.IsNullOrEmpty(asked.Tranche) && asked.Tranche != NoTranche && !Tranches.All.Contains(asked.Tranche))
        {
            var codes = string.Join(", ", Tranches.All.Append(NoTranche));
            return ApiProblem.Malformed("tranche", "tranche.unknown", new Bilingual($"A tranche is one of {codes}.", $"بخش منابع یکی از {codes} است."));
        }

        var problem = BookDays.Read(asked.From, asked.To, new BookDays(BookDays.Beginning, businessDate), businessDate, out var days);
        query = new LedgerQuery(
            found,
            string.IsNullOrEmpty(asked.Owner) ? null : asked.Owner,
            asked.Tranche switch { null or "" => null, NoTranche => "", var tranche => tranche },
            days);
        return problem;
    }
}
