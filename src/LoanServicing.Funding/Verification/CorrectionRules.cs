using System.Data.Common;
using Dapper;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Funding.Verification;

/// <summary>
/// R2: an entry that corrects another is its opposite, corrects it once, and two people stand behind it. One that takes a receipt back is the difference of the
/// loan's standings, which gives back as much as the receipt gave; the loan books know its two people.
/// </summary>
internal static class CorrectionRules
{
    private const string Count = "select count(*) from journal_entry where kind in ('reversal', 'receipt-reversal')";

    // What a receipt or its reversal gives the loan, without the money's way from or to suspense. To be followed by the entry's id and a bracket.
    private const string Parts =
        """
        (select sum(case when p.debit = 'CASH' and p.credit <> 'SUSPENSE' then p.amount when p.credit = 'CASH' and p.debit <> 'SUSPENSE' then -p.amount else 0 end)
        from journal_line p where p.amount > 0 and p.amount <= 9007199254740992 and p.entry_id =
        """;

    private const string SelectUnlikeReceipts =
        $"""
        select e.entry_id
        from journal_entry e
        left join journal_entry c on c.entry_id = e.corrects and c.kind = 'repayment' and c.subject_id = e.subject_id
        where e.kind = 'receipt-reversal' and (c.entry_id is null or coalesce({Parts} e.entry_id), 0) <> -coalesce({Parts} c.entry_id), 1))
        order by e.id
        """;

    private const string SelectNowhere =
        $"""
        select e.entry_id
        from journal_entry e
        join journal_receipt r on r.entry_id = e.entry_id and r.suspense_id is not null
        where e.kind = 'receipt-reversal' and not exists (
            select 1 from journal_entry s join journal_line l on l.entry_id = s.entry_id
            where s.source_id = r.suspense_id and s.subject_id = r.suspense_id and s.kind = 'suspense' and l.amount = -{Parts} e.entry_id))
        order by e.id
        """;

    private const string SelectUnlike =
        """
        select e.entry_id
        from journal_entry e
        where e.kind = 'reversal' and (
          e.source_id <> e.corrects or not exists (select 1 from journal_entry c where c.entry_id = e.corrects and c.subject_id = e.subject_id and c.kind <> 'reversal')
          or (select count(*) from journal_line l where l.entry_id = e.entry_id) <> (select count(*) from journal_line c where c.entry_id = e.corrects)
          or exists (
            select 1 from journal_line l
            where l.entry_id = e.entry_id and not exists (
              select 1 from journal_line c
              where c.entry_id = e.corrects and c.line = l.line and c.debit = l.credit and c.credit = l.debit and c.owner = l.owner
                and coalesce(c.tranche, '') = coalesce(l.tranche, '') and c.amount = l.amount)))
        order by e.id
        """;

    private const string SelectTwice = "select corrects from journal_entry where corrects is not null group by corrects having count(*) > 1";

    private const string SelectUnasked =
        """
        select e.entry_id
        from journal_entry e
        left join statement_break b on b.break_id = e.subject_id and b.closed_as = 'same'
        where e.kind = 'reversal' and not exists (
          select 1 from break_resolution r
          where r.break_id in (e.corrects, e.subject_id, b.other_id) and r.status = 'recorded' and r.action in ('reverse', 'same', 'returned'))
          and not exists (select 1 from bank_match k where k.match_id = b.other_id and k.matched_by = 'reference' and k.amount = b.amount)
        order by e.id
        """;

    private const string SelectUnmarked =
        """
        select c.contribution_id as id from contribution c
        left join journal_entry e on e.subject_id = c.contribution_id and e.kind = 'reversal'
        where (c.reversed_by is null and e.entry_id is not null) or (c.reversed_by is not null and (e.entry_id is null or e.entry_id <> c.reversed_by))
        union all
        select w.withdrawal_id as id from withdrawal w
        left join journal_entry e on e.subject_id = w.withdrawal_id and e.kind = 'reversal'
        where (w.reversed_by is null and e.entry_id is not null) or (w.reversed_by is not null and (e.entry_id is null or e.entry_id <> w.reversed_by))
        """;

    public static async Task<RuleFinding> CheckAsync(DbConnection connection) => new(
        "R2",
        await connection.QuerySingleAsync<long>(Count),
        "entries that correct others",
        [
            .. (await connection.QueryAsync<Guid>(SelectUnlike)).Select(id => $"journal entry {id:D} is not the opposite of the entry that it corrects"),
            .. (await connection.QueryAsync<Guid>(SelectUnlikeReceipts)).Select(id => $"journal entry {id:D} does not take back what the receipt that it corrects has given"),
            .. (await connection.QueryAsync<Guid>(SelectNowhere)).Select(id => $"journal entry {id:D} takes a receipt back into suspense, where its money is not"),
            .. (await connection.QueryAsync<Guid>(SelectTwice)).Select(id => $"journal entry {id:D} is corrected more than once"),
            .. (await connection.QueryAsync<Guid>(SelectUnasked)).Select(id => $"journal entry {id:D} corrects without two people"),
            .. (await connection.QueryAsync<Guid>(SelectUnmarked)).Select(id => $"{id:D} is not marked as what the journal has taken back"),
        ]);
}
