using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;

namespace LoanServicing.Funding.Verification;

/// <summary>Reads the whole journal once, recomputes every hash and adds up everything that other rows claim about it.</summary>
internal sealed class JournalReplay
{
    private const string Select =
        $"""
        select {JournalStore.EntryColumns}, {JournalStore.LineColumns}
        from journal_entry e left join journal_line l on l.entry_id = e.entry_id
        order by e.id, l.line
        """;

    private readonly Dictionary<BalanceKey, (Rials Debits, Rials Credits)> _balances = [];
    private readonly Dictionary<(string Tranche, string Owner, string Account), Rials> _byTranche = [];
    private readonly Dictionary<Guid, LoanFigures> _loans = [];

    public long Entries { get; private set; }

    /// <summary>Lines and entries that cannot be read as a balanced entry (rule R2).</summary>
    public List<string> Unbalanced { get; } = [];

    /// <summary>Entries whose stored hash is not that of their columns (rule R11).</summary>
    public List<string> Altered { get; } = [];

    public TrialBalance Books { get; } = new();

    public IReadOnlyDictionary<BalanceKey, (Rials Debits, Rials Credits)> Balances => _balances;

    /// <summary>Principal by what it was about, as the entries about loans tell.</summary>
    public IReadOnlyDictionary<Guid, LoanFigures> Loans => _loans;

    /// <summary>Debits less credits of an account of one owner in one tranche.</summary>
    public Rials Debits(Account account, string owner, string tranche) => _byTranche.GetValueOrDefault((tranche, owner, account.Code));

    public static async Task<JournalReplay> ReadAsync(DbConnection connection)
    {
        var replay = new JournalReplay();
        EntryRow? entry = null;
        var lines = new List<LineRow>();
        await foreach (var (row, line) in RowsAsync(connection))
        {
            if (entry is not null && row.Id != entry.Id)
            {
                replay.Take(entry, lines);
                lines.Clear();
            }

            entry = row;
            if (line is not null)
            {
                lines.Add(line);
            }
        }

        if (entry is not null)
        {
            replay.Take(entry, lines);
        }

        return replay;
    }

    private static async IAsyncEnumerable<(EntryRow Entry, LineRow? Line)> RowsAsync(DbConnection connection)
    {
        await using var reader = await connection.ExecuteReaderAsync(Select);
        var firstOfLine = JournalStore.EntryColumns.Split(',').Length;
        var entryOf = reader.GetRowParser<EntryRow>(length: firstOfLine);
        var lineOf = reader.GetRowParser<LineRow>(startIndex: firstOfLine);
        while (await reader.ReadAsync())
        {
            yield return (entryOf(reader), await reader.IsDBNullAsync(firstOfLine) ? null : lineOf(reader));
        }
    }

    private void Take(EntryRow row, List<LineRow> lines)
    {
        Entries++;
        JournalEntry entry;
        try
        {
            entry = row.ToEntry(lines);
        }
        catch (ArgumentException damage)
        {
            Unbalanced.Add($"journal_entry {row.Id} ({row.EntryId:D}) is no entry: {damage.Message}");
            return;
        }

        if (EntryHash.Of(entry) != row.Hash)
        {
            Altered.Add($"journal_entry {row.Id} ({row.EntryId:D}) does not match its hash");
        }

        foreach (var change in BalanceChange.Of(entry))
        {
            var before = _balances.GetValueOrDefault(change.Key);
            _balances[change.Key] = (before.Debits + change.Debits, before.Credits + change.Credits);
        }

        foreach (var line in entry.Lines)
        {
            Books.Add(line);
            Add(line.Debit, line, line.Amount, row.SubjectId);
            Add(line.Credit, line, -line.Amount, row.SubjectId);
        }
    }

    private void Add(Account account, Transfer line, Rials debit, Guid subjectId)
    {
        var key = (line.Tranche ?? "", line.Owner, account.Code);
        _byTranche[key] = _byTranche.GetValueOrDefault(key) + debit;
        if (account == Accounts.LoansDisbursed || account == Accounts.LoansCollected || account == Accounts.LoansReturned)
        {
            _loans[subjectId] = _loans.GetValueOrDefault(subjectId, LoanFigures.None).Add(account, line.Owner, debit);
        }
    }
}

/// <summary>What the journal says of one loan's principal.</summary>
internal sealed record LoanFigures(FunderShares Disbursed, FunderShares Collected, FunderShares Returned)
{
    public static LoanFigures None { get; } = new(FunderShares.Zero, FunderShares.Zero, FunderShares.Zero);

    public LoanFigures Add(Account account, string owner, Rials debit)
    {
        var shares = owner == Funders.Alavi ? new FunderShares(debit, Rials.Zero) : new FunderShares(Rials.Zero, debit);
        if (account == Accounts.LoansDisbursed)
        {
            return this with { Disbursed = Disbursed + shares };
        }

        return account == Accounts.LoansCollected ? this with { Collected = Collected - shares } : this with { Returned = Returned - shares };
    }
}
