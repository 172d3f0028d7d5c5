using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Funding.Verification;

/// <summary>R6, the funders' side: no loan has more back than was given, per funder, and the loans' rows are what the journal says.</summary>
internal static class LoanRules
{
    private const string Select = $"select {LoanStore.Columns} from funded_loan order by loan_id";

    private const string SelectUnlike =
        """
        select l.loan_id from funded_loan l
        left join reservation r on r.application_id = l.application_id and r.round = l.round
        where r.application_id is null or r.tranche <> l.tranche or r.loan_id is null or r.loan_id <> l.loan_id
          or r.share_alavi <> l.share_alavi or r.share_sina <> l.share_sina
        order by l.loan_id
        """;

    private const string SelectOddCompensations =
        """
        select e.entry_id
        from journal_entry e
        left join journal_entry s on s.entry_id = e.source_id and s.subject_id = e.subject_id and s.kind in ('write-off', 'repayment', 'receipt-reversal')
        where e.kind = 'loss-compensation' and s.entry_id is null
        order by e.id
        """;

    public static async Task<RuleFinding> CheckAsync(DbConnection connection, JournalReplay journal)
    {
        var problems = new List<string>();
        var known = new HashSet<Guid>();
        await foreach (var loan in connection.QueryUnbufferedAsync<LoanRow>(Select))
        {
            known.Add(loan.LoanId);
            problems.AddRange(LoanProblems(loan, journal.Loans.GetValueOrDefault(loan.LoanId, LoanFigures.None)));
            problems.AddRange(CreditProblems(loan, journal.Credits.GetValueOrDefault(loan.LoanId)));
        }

        problems.AddRange(journal.Loans.Keys.Union(journal.Credits.Keys).Where(id => !known.Contains(id)).Select(id => $"loan {id:D} is in the journal and has no row"));
        problems.AddRange((await connection.QueryAsync<Guid>(SelectUnlike)).Select(id => $"loan {id:D} is not what its reservation says: tranche, round or loan"));
        problems.AddRange((await connection.QueryAsync<Guid>(SelectOddCompensations)).Select(id => $"journal entry {id:D} compensates a loss that no entry of its loan has changed"));
        return new RuleFinding("R6", known.Count, "loans in the funders' books", problems);
    }

    /// <summary>More refunded than the credit is now is no damage: each refund was within the credit of its day (docs/adr/0016-refunds.md).</summary>
    private static IEnumerable<string> CreditProblems(LoanRow loan, CreditFigures journal)
    {
        if (journal.Booked != loan.Credit)
        {
            yield return $"{loan.Name} has a credit of {loan.Credit}; the journal booked {journal.Booked}";
        }

        if (journal.Refunded != loan.Refunded)
        {
            yield return $"{loan.Name} has {loan.Refunded} of its credit refunded; the journal refunded {journal.Refunded}";
        }
    }

    private static IEnumerable<string> LoanProblems(LoanRow loan, LoanFigures journal)
    {
        if (journal.Disbursed != loan.Shares)
        {
            yield return $"{loan.Name} has the shares {loan.Shares}; the journal paid out {journal.Disbursed}";
        }

        if (journal.Collected != loan.Collected)
        {
            yield return $"{loan.Name} has {loan.Collected} repaid; the journal collected {journal.Collected}";
        }

        if (journal.WrittenOff != loan.WrittenOff)
        {
            yield return $"{loan.Name} has {loan.WrittenOff} written off; the journal has {journal.WrittenOff}";
        }

        if (journal.Lost != loan.LossBorne || !loan.IsBorne)
        {
            yield return $"{loan.Name} has a loss borne as {loan.LossBorne}, {loan.LossFirst ?? "each"} first; the journal has {journal.Lost}";
        }

        if (journal.Recovered != loan.RecoveredByBearer)
        {
            yield return $"{loan.Name} has {loan.RecoveredByBearer} recovered; the journal has {journal.Recovered}";
        }

        if (!loan.Holds)
        {
            yield return $"{loan.Name} is {loan.State} with {loan.Collected} of {loan.Shares} repaid, {loan.WrittenOff} written off and {loan.Recovered} recovered";
        }

        if (journal.Returned != (loan.Status == LoanState.Returned ? loan.Shares : FunderShares.Zero))
        {
            yield return $"{loan.Name} is {loan.State}; the journal has {journal.Returned} come back";
        }

        if (loan.Status == LoanState.Settled && loan.Collected != loan.Shares)
        {
            yield return $"{loan.Name} is settled with {loan.Collected} of {loan.Shares} repaid";
        }

        foreach (var funder in new[] { Funders.Alavi, Funders.Sina })
        {
            var outstanding = journal.Outstanding.Of(funder);
            if (outstanding.IsNegative)
            {
                yield return $"{loan.Name} owes {funder} {outstanding} rials";
            }
        }
    }
}
