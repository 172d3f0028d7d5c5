using System.Data.Common;
using System.Globalization;
using Dapper;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Verification;
using NodaTime;

namespace LoanServicing.Funding.Verification;

/// <summary>R4, looking ahead: what is still planned on each due date is what the contracts of all loans leave to be repaid, per funder.</summary>
internal static class PlanRules
{
    private const string SelectLoans = $"select {LoanStore.Columns} from funded_loan where state = 'lent' order by loan_id";

    public static async Task<RuleFinding> CheckAsync(DbConnection connection)
    {
        var (problems, planned) = (new List<string>(), new Dictionary<LocalDate, FunderShares>());
        await foreach (var loan in connection.QueryUnbufferedAsync<LoanRow>(SelectLoans))
        {
            problems.AddRange(Add(planned, loan));
        }

        var rows = (await connection.QueryAsync<PlannedRow>(PlannedCollectionStore.SelectAll)).ToDictionary(row => row.DueDate, row => row.Shares);
        foreach (var day in planned.Keys.Union(rows.Keys).Order())
        {
            var (kept, due) = (rows.GetValueOrDefault(day), planned.GetValueOrDefault(day));
            if (kept != due)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"planned_collection {day:uuuu-MM-dd} has {kept}; the loans' contracts leave {due}"));
            }
        }

        return new RuleFinding("R4", rows.Count, "due dates against the loans' contracts", problems);
    }

    private static IEnumerable<string> Add(Dictionary<LocalDate, FunderShares> planned, LoanRow loan)
    {
        if (loan.Terms is not { } terms)
        {
            if (loan.FirstDue is not null)
            {
                yield return $"{loan.Name} has terms that cannot be read";
            }

            yield break;
        }

        // Figures out of their range are damage that other rules name, and no plan can be made of them.
        var repaid = loan.Collected.Total;
        if (LoanTerms.Validate(terms).Count > 0 || repaid.IsNegative || repaid > terms.Principal || loan.ShareAlavi.IsNegative || loan.ShareSina.IsNegative)
        {
            yield return $"{loan.Name} has terms or figures of which no plan can be made";
            yield break;
        }

        if (loan.Changes is not { } changes || !PlanChanges.Fit(terms, changes))
        {
            yield return $"{loan.Name} has changes of its plan that cannot be read or do not fit it";
            yield break;
        }

        foreach (var due in PlannedCollection.Between(RepaymentPlan.For(terms, changes), loan.Shares, repaid, terms.Principal))
        {
            planned[due.DueDate] = planned.GetValueOrDefault(due.DueDate) + due.Shares;
        }
    }
}
