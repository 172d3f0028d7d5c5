using System.Data.Common;
using Dapper;
using LoanServicing.Funding.Reconciliation;

namespace LoanServicing.Funding.Store;

/// <summary>The statements in the order of their periods: some thousands in five years, however many lines they have.</summary>
internal static class StatementChainStore
{
    private const string SelectInOrder =
        """
        select s.file_id, s.number, s.bank_id, s.period_from, s.period_to, s.opening, s.closing, f.status
        from statement s join statement_file f on f.file_id = s.file_id
        where s.account = @account and s.period_from is not null and s.period_to is not null
        order by s.period_from, f.received_at, s.file_id, s.number
        """;

    /// <summary>All statements of the account that tell their days; and those alone of which all lines are stored.</summary>
    public static async Task<(StatementChain All, StatementChain Stored)> ReadAsync(DbConnection connection, string account)
    {
        var (all, stored) = (new StatementChain(), new StatementChain());
        await foreach (var statement in connection.QueryUnbufferedAsync<ChainedStatement>(SelectInOrder, new { account }))
        {
            all.Add(statement);
            if (!statement.IsBeingRead)
            {
                stored.Add(statement);
            }
        }

        all.End();
        stored.End();
        return (all, stored);
    }
}
