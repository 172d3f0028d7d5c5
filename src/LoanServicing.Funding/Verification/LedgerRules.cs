using System.Data.Common;
using Dapper;
using LoanServicing.Platform.Verification;
using NodaTime;

namespace LoanServicing.Funding.Verification;

/// <summary>R2: the ledger has each entry under every balance that its lines change, on its booking date, and under no other.</summary>
internal static class LedgerRules
{
    private const string Count = "select count(*) from ledger_entry";

    private const string SelectMissing =
        """
        select e.id as entry, l.debit as account, l.owner, coalesce(l.tranche, '') as tranche, e.business_date
        from journal_line l join journal_entry e on e.entry_id = l.entry_id
        where not exists (
          select 1 from ledger_entry g
          where g.account = l.debit and g.owner = l.owner and g.tranche = coalesce(l.tranche, '') and g.business_date = e.business_date and g.entry = e.id)
        union
        select e.id as entry, l.credit as account, l.owner, coalesce(l.tranche, '') as tranche, e.business_date
        from journal_line l join journal_entry e on e.entry_id = l.entry_id
        where not exists (
          select 1 from ledger_entry g
          where g.account = l.credit and g.owner = l.owner and g.tranche = coalesce(l.tranche, '') and g.business_date = e.business_date and g.entry = e.id)
        """;

    private const string SelectForeign =
        """
        select g.entry, g.account, g.owner, g.tranche, g.business_date
        from ledger_entry g
        where not exists (
          select 1 from journal_entry e join journal_line l on l.entry_id = e.entry_id
          where e.id = g.entry and e.business_date = g.business_date and l.owner = g.owner and coalesce(l.tranche, '') = g.tranche
            and (l.debit = g.account or l.credit = g.account))
        """;

    public static async Task<RuleFinding> CheckAsync(DbConnection connection)
    {
        var problems = new List<string>();
        await foreach (var row in connection.QueryUnbufferedAsync<LedgerRow>(SelectMissing))
        {
            problems.Add($"ledger_entry lacks {row.Name}");
        }

        await foreach (var row in connection.QueryUnbufferedAsync<LedgerRow>(SelectForeign))
        {
            problems.Add($"ledger_entry {row.Name} is of no journal line");
        }

        return new RuleFinding("R2", await connection.QuerySingleAsync<long>(Count), "ledger entries against the journal", problems);
    }

    private sealed record LedgerRow
    {
        public long Entry { get; init; }

        public string Account { get; init; } = "";

        public string Owner { get; init; } = "";

        public string Tranche { get; init; } = "";

        public LocalDate BusinessDate { get; init; }

        public string Name => $"{Account} {Owner} {Tranche} {BusinessDate:uuuu-MM-dd} of journal_entry {Entry}";
    }
}
