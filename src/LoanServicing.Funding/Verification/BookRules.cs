using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Funding.Verification;

/// <summary>R9: the identities of the books, and the rows of funders, tranches, orders and contributions against the journal.</summary>
internal static class BookRules
{
    private const string SelectUnmatchedContributions =
        """
        select c.contribution_id
        from contribution c
        where c.status = 'recorded' and not exists (
          select 1 from journal_entry e join journal_line l on l.entry_id = e.entry_id
          where e.source_id = c.contribution_id and e.kind = 'contribution' and e.bank_reference = c.bank_reference and e.value_date = c.value_date
            and l.debit = 'CASH' and l.credit = 'DEPOSITED' and l.owner = c.funder and l.amount = c.amount)
        order by c.contribution_id
        """;

    private const string SelectUnmatchedEntries =
        """
        select e.entry_id
        from journal_entry e
        where e.kind = 'contribution'
          and not exists (select 1 from contribution c where c.contribution_id = e.source_id and c.status = 'recorded')
        order by e.id
        """;

    private static readonly string[] BothFunders = [Funders.Alavi, Funders.Sina];

    public static async Task<IReadOnlyList<RuleFinding>> CheckAsync(
        DbConnection connection, JournalReplay journal, ReservationSums reservations)
    {
        var funders = (await connection.QueryAsync<FunderRow>(PoolStore.SelectFunders)).ToDictionary(row => row.Code);
        var tranches = (await connection.QueryAsync<TrancheRow>(PoolStore.SelectTranches)).ToList();
        var contributions = await connection.QuerySingleAsync<long>("select count(*) from contribution where status = 'recorded'");
        var withoutEntry = (await connection.QueryAsync<Guid>(SelectUnmatchedContributions))
            .Select(id => $"contribution {id:D} is recorded and not in the journal as such");
        var withoutContribution = (await connection.QueryAsync<Guid>(SelectUnmatchedEntries))
            .Select(id => $"journal entry {id:D} books a contribution that is not recorded");
        var identities = BookIdentities.Problems(journal.Books);
        var trancheProblems = tranches.SelectMany(row => TrancheProblems(row, journal, reservations));
        return
        [
            new RuleFinding("R9", journal.Entries, "entries behind the funders' and the bank's identities", identities),
            new RuleFinding("R9", funders.Count, "funders against the journal", [.. funders.Values.SelectMany(row => FunderProblems(row, journal))]),
            new RuleFinding("R9", tranches.Count, "tranches against the journal", [.. trancheProblems]),
            new RuleFinding("R9", contributions, "contributions against the journal", [.. withoutEntry, .. withoutContribution]),
        ];
    }

    private static IEnumerable<string> FunderProblems(FunderRow row, JournalReplay journal)
    {
        var books = FundStatement.Of(journal.Books, row.Code);
        foreach (var (what, stored, booked) in new[]
        {
            ("deposited", row.Deposited, books.Deposited), ("drawn", row.Drawn, books.Disbursed), ("collected", row.Collected, books.Collected),
            ("remitted", row.Remitted, books.Remitted), ("written off", row.WrittenOff, books.WrittenOff), ("recovered", row.Recovered, books.Recovered),
            ("compensated", row.Compensated, books.Compensated),
        })
        {
            if (stored != booked)
            {
                yield return $"funder {row.Code} has {stored} rials {what}; the journal gives {booked}";
            }
        }
    }

    private static IEnumerable<string> TrancheProblems(TrancheRow row, JournalReplay journal, ReservationSums reservations)
    {
        foreach (var funder in BothFunders)
        {
            var drawn = journal.Debits(Accounts.LoansDisbursed, funder, row.Code) + journal.Debits(Accounts.LoansReturned, funder, row.Code);
            if (row.Drawn.Of(funder) != drawn)
            {
                yield return $"tranche {row.Code} has {row.Drawn.Of(funder)} rials of {funder} drawn; the journal gives {drawn}";
            }

            var ordered = reservations.Shares(row.Code, ReservationState.Ordered).Of(funder);
            var clearing = journal.Debits(Accounts.Clearing, funder, row.Code);
            if (ordered != clearing)
            {
                yield return $"tranche {row.Code} has {ordered} rials of {funder} ordered; the journal has {clearing} in clearing";
            }
        }
    }
}
