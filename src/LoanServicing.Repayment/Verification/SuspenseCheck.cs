using System.Data.Common;
using Dapper;

namespace LoanServicing.Repayment.Verification;

/// <summary>R8 for money in suspense: each is there once, is more than nothing, and is a receipt only where it was assigned.</summary>
internal static class SuspenseCheck
{
    private const string Count = "select count(*) from suspense";

    private const string AlsoReceipts =
        """
        select suspense.id from suspense
        join receipt on receipt.channel = suspense.channel and receipt.bank_reference = suspense.bank_reference
        where suspense.receipt_id is null or suspense.receipt_id <> receipt.receipt_id
        """;

    private const string Unposted =
        """
        select suspense.id from suspense
        where suspense.resolved_as = 'assigned' and not exists (
          select 1 from receipt
          where receipt.receipt_id = suspense.receipt_id and receipt.amount = suspense.amount and receipt.value_date = suspense.value_date
            and receipt.channel = suspense.channel and receipt.bank_reference = suspense.bank_reference)
        """;

    private const string Nothing = "select id from suspense where amount <= 0";

    public static async Task RunAsync(DbConnection connection, Tally tally)
    {
        tally.Count(await connection.QuerySingleAsync<long>(Count));
        foreach (var id in await connection.QueryAsync<Guid>(AlsoReceipts))
        {
            tally.Check(false, () => $"suspense {id} has the bank reference of a receipt");
        }

        foreach (var id in await connection.QueryAsync<Guid>(Unposted))
        {
            tally.Check(false, () => $"suspense {id} is assigned, and no receipt has its money");
        }

        foreach (var id in await connection.QueryAsync<Guid>(Nothing))
        {
            tally.Check(false, () => $"suspense {id} is of nothing");
        }
    }
}
