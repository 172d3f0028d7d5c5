using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;

namespace LoanServicing.Funding.Verification;

/// <summary>What each closed period froze against what the kept balances give, in one pass over the days.</summary>
internal static class FrozenFigures
{
    private const string SelectDays =
        "select account, owner, tranche, business_date, debits, credits from balance order by business_date, account, owner, tranche";

    /// <returns>One sentence for each figure that differs.</returns>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(DbConnection connection, IReadOnlyList<PeriodRow> closed)
    {
        if (closed.Count == 0)
        {
            return [];
        }

        var problems = new List<string>();
        var days = new Queue<BalanceRow>(await connection.QueryAsync<BalanceRow>(SelectDays));
        var kept = new Dictionary<string, AccountBalance>();
        foreach (var period in closed)
        {
            try
            {
                while (days.TryPeek(out var row) && row.BusinessDate <= period.LastDay)
                {
                    Add(kept, days.Dequeue().ToBalance());
                }
            }
            catch (OverflowException)
            {
                return [.. problems, $"the balances through the period {period.Code} come to more than 64 bits hold"];
            }

            problems.AddRange(Problems(period, await PeriodStore.FrozenAsync(connection, period.Code), kept));
        }

        return problems;
    }

    private static void Add(Dictionary<string, AccountBalance> kept, AccountBalance row)
    {
        var before = kept.GetValueOrDefault(Key(row));
        kept[Key(row)] = row with { Debits = row.Debits + (before?.Debits ?? Rials.Zero), Credits = row.Credits + (before?.Credits ?? Rials.Zero) };
    }

    private static IEnumerable<string> Problems(PeriodRow period, IReadOnlyList<AccountBalance> rows, Dictionary<string, AccountBalance> kept)
    {
        var frozen = rows.ToDictionary(Key);
        foreach (var key in frozen.Keys.Union(kept.Keys).Order(StringComparer.Ordinal))
        {
            var (then, now) = (frozen.GetValueOrDefault(key), kept.GetValueOrDefault(key));
            if (then != now)
            {
                yield return $"period_balance {period.Code} {key} was frozen with {Sums(then)}; the balances give {Sums(now)}";
            }
        }

        if (AccountBalances.Hash(rows) != period.TrialBalanceHash)
        {
            yield return $"accounting_period {period.Code} has another hash than its frozen figures";
        }
    }

    private static string Key(AccountBalance row) => $"{row.Account} {row.Owner} {row.Tranche}";

    private static string Sums(AccountBalance? row) => row is null ? "nothing" : $"{row.Debits} debits and {row.Credits} credits";
}
