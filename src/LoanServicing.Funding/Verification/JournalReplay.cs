using System.Data.Common;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;

namespace LoanServicing.Funding.Verification;

/// <summary>Reads the whole journal once, recomputes every hash and adds up everything that other rows claim about it.</summary>
internal sealed class JournalReplay
{
    private readonly Dictionary<(string Tranche, string Owner, string Account), Rials> _byTranche = [];
    private readonly Dictionary<Guid, CreditFigures> _credits = [];
    private readonly JournalFigures _figures = new();

    public long Entries { get; private set; }

    /// <summary>Lines and entries that cannot be read as a balanced entry (rule R2).</summary>
    public List<string> Unbalanced { get; } = [];

    /// <summary>Entries whose stored hash is not that of their columns (rule R11).</summary>
    public List<string> Altered { get; } = [];

    public TrialBalance Books => _figures.Books;

    /// <summary>The sum of the lines for each kept balance.</summary>
    public IReadOnlyDictionary<BalanceKey, BalanceChange> Balances => _figures.Balances;

    /// <summary>Principal by what it was about, as the entries about loans tell.</summary>
    public IReadOnlyDictionary<Guid, LoanFigures> Loans => _figures.Loans;

    /// <summary>The borrower's credit by the loan that it is of.</summary>
    public IReadOnlyDictionary<Guid, CreditFigures> Credits => _credits;

    /// <summary>Debits less credits of an account of one owner in one tranche.</summary>
    public Rials Debits(Account account, string owner, string tranche) => _byTranche.GetValueOrDefault((tranche, owner, account.Code));

    public static async Task<JournalReplay> ReadAsync(DbConnection connection)
    {
        var replay = new JournalReplay();
        await foreach (var entry in JournalStream.ReadAsync(connection, JournalStream.All))
        {
            replay.Take(entry.Row, entry.Lines);
        }

        foreach (var (key, sum) in replay.Balances)
        {
            var of = (key.Tranche, key.Owner, key.Account);
            replay._byTranche[of] = replay._byTranche.GetValueOrDefault(of) + sum.Debits - sum.Credits;
        }

        return replay;
    }

    private void Take(EntryRow row, IReadOnlyList<LineRow> lines)
    {
        Entries++;
        try
        {
            var entry = row.ToEntry(lines);
            if (EntryHash.Of(entry) != row.Hash)
            {
                Altered.Add($"journal_entry {row.Id} ({row.EntryId:D}) does not match its hash");
            }

            _figures.Add(entry);
            AddCredit(entry);
        }
        catch (Exception damage) when (damage is ArgumentException or OverflowException)
        {
            Unbalanced.Add($"journal_entry {row.Id} ({row.EntryId:D}) is no entry: {damage.Message}");
        }
    }

    private void AddCredit(JournalEntry entry)
    {
        foreach (var line in entry.Lines.Where(line => line.Debit == Accounts.BorrowerCredit || line.Credit == Accounts.BorrowerCredit))
        {
            var owed = line.Credit == Accounts.BorrowerCredit ? line.Amount : -line.Amount;
            var before = _credits.GetValueOrDefault(entry.Origin.SubjectId);
            _credits[entry.Origin.SubjectId] = entry.Kind == EntryKinds.CreditRefund
                ? before with { Refunded = before.Refunded - owed }
                : before with { Booked = before.Booked + owed };
        }
    }
}

/// <summary>What the journal says of one loan's credit.</summary>
/// <param name="Booked">Owed back to the borrower, refunds not counted.</param>
/// <param name="Refunded">How much of it has been paid back.</param>
internal readonly record struct CreditFigures(Rials Booked, Rials Refunded);
