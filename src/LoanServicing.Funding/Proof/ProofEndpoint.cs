using System.Data.Common;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Funding.Proof;

/// <summary>The conservation report: what became of every rial, and whether the equations hold.</summary>
/// <param name="AsOf">The business date.</param>
/// <param name="Days">Of the days asked for.</param>
/// <param name="Loans">A page, in the order of their ids.</param>
public sealed record ProofView(
    LocalDate AsOf,
    string AsOfPersian,
    ChainProof Chain,
    IReadOnlyList<FunderProof> Funders,
    IReadOnlyList<TrancheProof> Tranches,
    BankProof Bank,
    IReadOnlyList<DayProof> Days,
    IReadOnlyList<LoanProof> Loans,
    string? NextCursor);

/// <summary>The head of the journal's hash chain.</summary>
/// <param name="BlockNumber">Of the last block; null before there is one.</param>
/// <param name="EntriesSealed">In all blocks.</param>
public sealed record ChainProof(long? BlockNumber, string? Hash, Instant? SealedAt, long EntriesSealed, long EntriesNotSealed);

/// <summary><c>GET /funding/proof</c>.</summary>
internal static class ProofEndpoint
{
    private const int DaysByDefault = 31;

    /// <summary>A Solar Hijri leap year.</summary>
    private const int MostDays = 366;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/funding/proof", (HttpContext http, string? from, string? to, string? cursor, string? limit) => ReadAsync(http, from, to, cursor, limit))
            .Allow(Roles.Finance, Roles.Auditor)
            .WithName("ReadProof")
            .WithSummary("What became of every rial per funder, tranche, day and loan, with the head of the hash chain; by default the last 31 days")
            .Produces<ProofView>().Refuses(400);

    private static async Task<IResult> ReadAsync(HttpContext http, string? from, string? to, string? cursor, string? limit)
    {
        LocalDate? last = null;
        LocalDate? first = null;
        if ((Cursor.ReadId(cursor, limit, out var after, out var rows) ?? ReadDay("from", from, out first) ?? ReadDay("to", to, out last)) is { } problem)
        {
            return ApiResults.Problem(problem);
        }

        var clock = http.RequestServices.GetRequiredService<IClock>();
        return await http.Database(FundingService.Name).ReadAsync<IResult>(
            async connection =>
            {
                var asOf = await BusinessDates.CurrentAsync(connection, clock);
                var end = last ?? asOf;
                var begin = first ?? end.PlusDays(1 - DaysByDefault);
                return begin > end || Period.DaysBetween(begin, end) >= MostDays
                    ? ApiResults.Problem(RangeProblem)
                    : ApiResults.Ok(await ReadAsync(connection, asOf, (begin, end), (after, rows)));
            },
            http.RequestAborted);
    }

    private static async Task<ProofView> ReadAsync(
        DbConnection connection, LocalDate asOf, (LocalDate From, LocalDate To) days, (Guid After, int Rows) page)
    {
        var chain = await SealChain.StandingAsync(connection, JournalStore.Table);
        var report = await ProofReader.ConservationAsync(connection);
        var loans = await ProofReader.LoansAsync(connection, page.After, page.Rows + 1);
        return new ProofView(
            asOf,
            asOf.ToPersian(),
            new ChainProof(chain.Head?.Number, chain.Head?.Hash, chain.Head?.SealedAt, chain.Sealed, chain.Unsealed),
            [.. report.Funders.Select(FunderProof.Of)],
            [.. report.Tranches.Select(TrancheProof.Of)],
            BankProof.Of(report),
            await ProofReader.DaysAsync(connection, days.From, days.To),
            [.. loans.Take(page.Rows)],
            loans.Count > page.Rows ? Cursor.Encode(loans[page.Rows - 1].LoanId) : null);
    }

    private static ApiProblem? ReadDay(string field, string? text, out LocalDate? day)
    {
        day = null;
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var parsed = LocalDatePattern.Iso.Parse(Digits.Normalise(text));
        day = parsed.Success && SolarHijriDate.Covers(parsed.Value) ? parsed.Value : null;
        return day is not null ? null : ApiProblem.Malformed(field, "date.invalid", new(
            "A date like 2026-11-22 that exists is expected.", "تاریخ میلادی معتبر مانند 2026-11-22 لازم است."));
    }

    private static ApiProblem RangeProblem { get; } = ApiProblem.Malformed("from", "date.range", new(
        $"The days from and to may be at most {MostDays}, from not after to.", $"بازهٔ from تا to حداکثر {MostDays} روز است و from نباید پس از to باشد."));
}
