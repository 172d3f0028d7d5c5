using LoanServicing.Domain.Journal;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LoanServicing.Funding.Books;

/// <summary>An account of the chart.</summary>
/// <param name="Kind">For instance <c>Asset</c>.</param>
/// <param name="GrowsBy">The side on which its balance grows: <c>debit</c> or <c>credit</c>.</param>
public sealed record AccountView(string Code, AccountKind Kind, string GrowsBy, string Name, string NamePersian, string Meaning, string MeaningPersian)
{
    internal static AccountView Of(Account account)
    {
        var (name, meaning) = ChartOfAccounts.Describe(account);
        return new AccountView(account.Code, account.Kind, account.GrowsByDebit ? "debit" : "credit", name.En, name.Fa, meaning.En, meaning.Fa);
    }
}

public sealed record AccountList(IReadOnlyList<AccountView> Items);

/// <summary><c>GET /funding/accounts</c>.</summary>
internal static class AccountsEndpoint
{
    private static readonly AccountList Chart = new([.. Accounts.All.Select(AccountView.Of)]);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/funding/accounts", (HttpContext http) => Lists.Of(http, Chart, Chart.Items, null))
            .Allow(Roles.Finance, Roles.Auditor)
            .WithName("ListAccounts")
            .WithSummary("The chart of accounts, with what each means")
            .Produces<AccountList>().ShowsCsv();
}
