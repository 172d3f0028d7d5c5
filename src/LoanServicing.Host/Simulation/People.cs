using LoanServicing.Host.Clients;

namespace LoanServicing.Host.Simulation;

/// <summary>The members of staff of the simulation, each with a token of their own.</summary>
internal sealed record People(
    ApiClient Officer, ApiClient Supervisor, ApiClient Finance, ApiClient FinanceChecker, ApiClient Bank, ApiClient Auditor)
{
    public static async Task<People> ComeInAsync(ApiConnection api, CancellationToken cancel) => new(
        await api.AsAsync("officer-1", ["officer"], cancel),
        await api.AsAsync("supervisor-1", ["supervisor"], cancel),
        await api.AsAsync("finance-1", ["finance"], cancel),
        await api.AsAsync("finance-2", ["finance"], cancel),
        await api.AsAsync("bank-1", ["bank"], cancel),
        await api.AsAsync("auditor-1", ["auditor"], cancel));
}
