using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Journal;

/// <summary>
/// What journal entries add up to, taken one by one: balances per account, owner, tranche and day, the trial balance of all days, and the principal
/// of each loan. It holds a figure per loan and per balance, never the entries.
/// </summary>
public sealed class JournalFigures
{
    private readonly Dictionary<BalanceKey, BalanceChange> _balances = [];
    private readonly Dictionary<Guid, LoanFigures> _loans = [];

    public TrialBalance Books { get; } = new();

    /// <summary>The sum of all changes of each kept balance.</summary>
    public IReadOnlyDictionary<BalanceKey, BalanceChange> Balances => _balances;

    /// <summary>Principal by what it was about, as the entries about loans tell.</summary>
    public IReadOnlyDictionary<Guid, LoanFigures> Loans => _loans;

    /// <summary>Adds an entry.</summary>
    /// <exception cref="OverflowException">A line is of more than <see cref="Rials.MaxAmount"/>, which nothing books; nothing of the entry is added.</exception>
    public void Add(JournalEntry entry)
    {
        if (entry.Lines.FirstOrDefault(line => line.Amount.Value > Rials.MaxAmount) is { } impossible)
        {
            throw new OverflowException($"No line is of {impossible.Amount} rials.");
        }

        foreach (var change in BalanceChange.Of(entry))
        {
            _balances[change.Key] = _balances.TryGetValue(change.Key, out var before)
                ? change with { Debits = before.Debits + change.Debits, Credits = before.Credits + change.Credits }
                : change;
        }

        foreach (var line in entry.Lines)
        {
            Books.Add(line);
            AddPrincipal(line.Debit, line, line.Amount, entry.Origin.SubjectId);
            AddPrincipal(line.Credit, line, -line.Amount, entry.Origin.SubjectId);
        }
    }

    private void AddPrincipal(Account account, Transfer line, Rials debit, Guid subjectId)
    {
        if (LoanFigures.Counts(account))
        {
            _loans[subjectId] = _loans.GetValueOrDefault(subjectId, LoanFigures.None).Add(account, line, debit);
        }
    }
}

/// <summary>What the journal says of one loan's principal, per funder.</summary>
/// <param name="Tranche">Of the loan; empty where its lines name none.</param>
/// <param name="Disbursed">Paid out, ever.</param>
/// <param name="Collected">Paid back by the borrower.</param>
/// <param name="Returned">Paid out and come back whole.</param>
/// <param name="WrittenOff">Given up.</param>
/// <param name="Recovered">Come back of what was given up, by who bears the loss.</param>
/// <param name="Lost">Who bears the loss of what was given up; each its own, unless one was compensated by the other.</param>
public sealed record LoanFigures(
    string Tranche, FunderShares Disbursed, FunderShares Collected, FunderShares Returned, FunderShares WrittenOff = default, FunderShares Recovered = default,
    FunderShares Lost = default)
{
    public static LoanFigures None { get; } = new("", FunderShares.Zero, FunderShares.Zero, FunderShares.Zero);

    /// <summary>What the borrower owes each funder (rule R6).</summary>
    public FunderShares Outstanding => Disbursed - Collected - Returned - WrittenOff;

    /// <summary>Rule R6: no part of the principal is negative, all that was written off is somebody's loss, and nobody has more recovered than it has lost.</summary>
    public bool Holds => Lost.Total == WrittenOff.Total
        && new[] { Disbursed, Collected, Returned, WrittenOff, Recovered, Outstanding, Lost, Lost - Recovered }.All(part => !part.Alavi.IsNegative && !part.Sina.IsNegative);

    /// <summary>Whether the account holds principal of loans, or who lost principal given up and what came back of it.</summary>
    public static bool Counts(Account account) =>
        account == Accounts.LoansDisbursed || account == Accounts.LoansCollected || account == Accounts.LoansReturned || account == Accounts.LoansWrittenOff
        || account == Accounts.LossesRecovered || account == Accounts.LoanLosses;

    /// <summary>With one side of a line added.</summary>
    /// <param name="debit">The line's amount where the account is debited, its negative where it is credited.</param>
    public LoanFigures Add(Account account, Transfer line, Rials debit)
    {
        var shares = line.Owner == Funders.Alavi ? new FunderShares(debit, Rials.Zero) : new FunderShares(Rials.Zero, debit);
        var inTranche = this with { Tranche = line.Tranche ?? "" };
        return account.Code switch
        {
            var code when code == Accounts.LoansDisbursed.Code => inTranche with { Disbursed = Disbursed + shares },
            var code when code == Accounts.LoansCollected.Code => inTranche with { Collected = Collected - shares },
            var code when code == Accounts.LoansWrittenOff.Code => inTranche with { WrittenOff = WrittenOff - shares },
            var code when code == Accounts.LossesRecovered.Code => inTranche with { Recovered = Recovered - shares },
            var code when code == Accounts.LoanLosses.Code => inTranche with { Lost = Lost + shares },
            _ => inTranche with { Returned = Returned - shares },
        };
    }
}
