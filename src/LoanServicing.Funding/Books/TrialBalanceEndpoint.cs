using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Funding.Books;

/// <summary>An account of one owner in one tranche, added up from the first entry.</summary>
/// <param name="Tranche">Null for money of no tranche.</param>
/// <param name="BalanceRials">What is left on <paramref name="Side"/>; never negative.</param>
/// <param name="Side"><c>debit</c> or <c>credit</c>.</param>
public sealed record TrialBalanceRow(
    string Account, AccountKind Kind, string Owner, string? Tranche, Rials DebitsRials, Rials CreditsRials, Rials BalanceRials, string Side)
{
    internal static TrialBalanceRow Of(AccountBalance row) => new(
        row.Account,
        Accounts.Of(row.Account).Kind,
        row.Owner,
        row.Tranche.Length == 0 ? null : row.Tranche,
        row.Debits,
        row.Credits,
        row.Balance,
        row.Side);
}

/// <summary>All that an owner's accounts were debited and credited; the two are equal.</summary>
public sealed record OwnerTotal(string Owner, Rials DebitsRials, Rials CreditsRials);

/// <summary>The books at the end of a day.</summary>
/// <param name="Hash">SHA-256 over the rows; a closed period keeps that of its last day.</param>
public sealed record TrialBalanceView(
    LocalDate AsOf, string AsOfPersian, IReadOnlyList<TrialBalanceRow> Items, IReadOnlyList<OwnerTotal> Totals, string Hash)
{
    internal static TrialBalanceView Of(LocalDate asOf, IReadOnlyList<AccountBalance> rows) => new(
        asOf,
        asOf.ToPersian(),
        [.. rows.Select(TrialBalanceRow.Of)],
        [
            .. rows.GroupBy(row => row.Owner).OrderBy(owner => owner.Key, StringComparer.Ordinal).Select(owner =>
                new OwnerTotal(owner.Key, owner.Select(row => row.Debits).Sum(), owner.Select(row => row.Credits).Sum())),
        ],
        AccountBalances.Hash(rows));
}

/// <summary><c>GET /funding/trial-balance?asOf=</c>, from the kept balances.</summary>
internal static class TrialBalanceEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/funding/trial-balance", (HttpContext http, string? asOf, CancellationToken cancel) => ReadAsync(http, asOf, cancel))
            .Allow(Roles.Finance, Roles.Auditor)
            .WithName("ReadTrialBalance")
            .WithSummary("Debits, credits and balance of every account at the end of a day, by default of the business date")
            .Produces<TrialBalanceView>().Refuses(400).ShowsCsv();

    /// <summary>The rows as of a day, in the order of account, owner and tranche.</summary>
    public static async Task<IReadOnlyList<AccountBalance>> ReadAsync(DbConnection connection, LocalDate day) =>
        [.. (await connection.QueryAsync<BalanceRow>(BalanceStore.SelectAsOf, new { day })).Select(row => row.ToBalance())];

    private static async Task<IResult> ReadAsync(HttpContext http, string? asOf, CancellationToken cancel)
    {
        var database = http.Database(FundingService.Name);
        var clock = http.RequestServices.GetRequiredService<IClock>();
        var businessDate = await database.ReadAsync(connection => BusinessDates.CurrentAsync(connection, clock), cancel);
        if (BookDays.ReadDay("asOf", asOf, businessDate, businessDate, out var day) is { } problem)
        {
            return ApiResults.Problem(problem);
        }

        var rows = await ClosingFigures.ReadAsync(database, connection => ReadAsync(connection, day), AccountBalances.Problems, cancel);
        var view = TrialBalanceView.Of(day, rows);
        return Lists.Of(http, view, view.Items, null);
    }
}
