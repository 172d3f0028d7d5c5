using System.Data.Common;
using Dapper;

namespace LoanServicing.Repayment.Verification;

/// <summary>R8 across loans: no bank reference twice, and no receipt, posting or refund without its loan.</summary>
internal static class OrphanCheck
{
    private const string Duplicates =
        """
        select channel as Channel, bank_reference as Reference, count(*) as Times
        from receipt group by channel, bank_reference having count(*) > 1
        """;

    private const string Receipts =
        "select receipt_id from receipt where not exists (select 1 from loan where loan.id = receipt.loan_id)";

    private const string Postings =
        "select message_id from posting where not exists (select 1 from loan where loan.id = posting.loan_id)";

    private const string Refunds =
        "select refund_id from refund where not exists (select 1 from loan where loan.id = refund.loan_id)";

    private const string Decisions =
        """
        select message_id as id from plan_change where not exists (select 1 from loan where loan.id = plan_change.loan_id)
        union all
        select message_id from late_charge where not exists (select 1 from loan where loan.id = late_charge.loan_id)
        union all
        select reversal_id from reversal where not exists (select 1 from loan where loan.id = reversal.loan_id)
        union all
        select message_id from write_off where not exists (select 1 from loan where loan.id = write_off.loan_id)
        """;

    // The one key that receipts and suspense share: without it a reference could be told again.
    private const string Untold =
        """
        select r.receipt_id as id from receipt r
        left join told_payment t on t.channel = r.channel and t.bank_reference = r.bank_reference where t.channel is null
        union all
        select s.id from suspense s
        left join told_payment t on t.channel = s.channel and t.bank_reference = s.bank_reference where t.channel is null
        """;

    public static async Task RunAsync(DbConnection connection, Tally tally)
    {
        foreach (var twice in await connection.QueryAsync<Duplicate>(Duplicates))
        {
            tally.Check(false, () => $"bank reference {twice.Reference} of channel {twice.Channel} is stored {twice.Times} times");
        }

        foreach (var money in await connection.QueryAsync<Guid>(Untold))
        {
            tally.Check(false, () => $"receipt or suspense {money} is not among the payments that were told");
        }

        foreach (var receipt in await connection.QueryAsync<Guid>(Receipts))
        {
            tally.Check(false, () => $"receipt {receipt} belongs to no loan");
        }

        foreach (var posting in await connection.QueryAsync<Guid>(Postings))
        {
            tally.Check(false, () => $"posting {posting} belongs to no loan");
        }

        foreach (var decision in await connection.QueryAsync<Guid>(Decisions))
        {
            tally.Check(false, () => $"decision {decision} (a change of plan, a reversal or a write-off) belongs to no loan");
        }

        foreach (var refund in await connection.QueryAsync<Guid>(Refunds))
        {
            tally.Check(false, () => $"refund {refund} belongs to no loan");
        }
    }

    private sealed record Duplicate
    {
        public string Channel { get; init; } = "";

        public string Reference { get; init; } = "";

        public long Times { get; init; }
    }
}
