using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Funding.Verification;

/// <summary>R2: every entry is balanced and the kept balances are the sums of the lines. R11: every entry is as it was written.</summary>
internal static class JournalRules
{
    private const string SelectOrphans =
        $"select {JournalStore.LineColumns} from journal_line l where not exists (select 1 from journal_entry e where e.entry_id = l.entry_id)";

    public static async Task<IReadOnlyList<RuleFinding>> CheckAsync(DbConnection connection, JournalReplay journal)
    {
        var orphans = (await connection.QueryAsync<LineRow>(SelectOrphans))
            .Select(line => $"journal_line {line.EntryId:D}/{line.Line} belongs to no entry");
        var balances = (await connection.QueryAsync<BalanceRow>(BalanceStore.SelectAll)).ToDictionary(row => row.Key);
        return
        [
            new RuleFinding("R2", journal.Entries, "journal entries", [.. journal.Unbalanced, .. orphans]),
            new RuleFinding("R2", balances.Count, "kept balances", [.. BalanceProblems(balances, journal)]),
            new RuleFinding("R11", journal.Entries, "journal entry hashes", journal.Altered),
        ];
    }

    private static IEnumerable<string> BalanceProblems(Dictionary<BalanceKey, BalanceRow> kept, JournalReplay journal)
    {
        foreach (var key in kept.Keys.Union(journal.Balances.Keys).Order())
        {
            var row = kept.GetValueOrDefault(key);
            var (storedDebits, storedCredits) = (row?.Debits ?? Rials.Zero, row?.Credits ?? Rials.Zero);
            var sum = journal.Balances.GetValueOrDefault(key);
            var (debits, credits) = (sum?.Debits ?? Rials.Zero, sum?.Credits ?? Rials.Zero);
            if (storedDebits != debits || storedCredits != credits)
            {
                yield return $"balance {key.Account} {key.Owner} {key.Tranche} {key.BookingDate:uuuu-MM-dd} is "
                    + $"{storedDebits} debits and {storedCredits} credits; the lines give {debits} and {credits}";
            }
        }
    }
}
