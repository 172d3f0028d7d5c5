using System.Data.Common;
using Dapper;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Funding.Verification;

/// <summary>R9: each withdrawal is in the journal as what it is, and each such entry is of a withdrawal.</summary>
internal static class WithdrawalRules
{
    private const string Count = "select count(*) from withdrawal where status = 'recorded'";

    private const string SelectUnbooked =
        """
        select w.withdrawal_id
        from withdrawal w
        where w.status = 'recorded' and not exists (
          select 1 from journal_entry e join journal_line l on l.entry_id = e.entry_id
          where e.source_id = w.withdrawal_id and e.kind = w.kind and e.bank_reference = w.bank_reference and e.value_date = w.value_date
            and l.credit = 'CASH' and l.owner = w.owner and l.amount = w.amount
            and l.debit = case w.kind
              when 'remittance' then 'REMITTED' when 'fee-settlement' then 'FEES_SETTLED' when 'late-charge-settlement' then 'LATE_CHARGES_SETTLED'
              when 'charity-payment' then 'CHARITY_PAYABLE' else 'BORROWER_CREDIT' end
            and (w.kind <> 'credit-refund' or e.subject_id = w.loan_id))
        order by w.withdrawal_id
        """;

    private const string SelectUnrecorded =
        """
        select e.entry_id
        from journal_entry e
        where e.kind in ('remittance', 'fee-settlement', 'late-charge-settlement', 'charity-payment', 'credit-refund')
          and not exists (select 1 from withdrawal w where w.withdrawal_id = e.source_id and w.status = 'recorded')
        order by e.id
        """;

    private const string SelectToNobody =
        """
        select withdrawal_id from withdrawal
        where (kind = 'charity-payment' and beneficiary is null) or (kind <> 'charity-payment' and beneficiary is not null)
        order by withdrawal_id
        """;

    public static async Task<RuleFinding> CheckAsync(DbConnection connection) => new(
        "R9",
        await connection.QuerySingleAsync<long>(Count),
        "withdrawals against the journal",
        [
            .. (await connection.QueryAsync<Guid>(SelectUnbooked)).Select(id => $"withdrawal {id:D} is recorded and not in the journal as such"),
            .. (await connection.QueryAsync<Guid>(SelectUnrecorded)).Select(id => $"journal entry {id:D} books a withdrawal that is not recorded"),
            .. (await connection.QueryAsync<Guid>(SelectToNobody)).Select(id => $"withdrawal {id:D} is a payment to charity without a beneficiary, or another with one"),
        ]);
}
