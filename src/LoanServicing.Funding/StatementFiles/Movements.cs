using LoanServicing.Domain.Money;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>How many credits and debits there are, and how much they come to.</summary>
internal sealed class Movements
{
    public int Credits { get; private set; }

    public int Debits { get; private set; }

    public int Count => Credits + Debits;

    public Rials CreditSum { get; private set; }

    public Rials DebitSum { get; private set; }

    public Rials Net => CreditSum - DebitSum;

    /// <exception cref="StatementRefusedException">The sums pass what can be counted.</exception>
    public void Add(bool isCredit, Rials amount, Place place)
    {
        if ((isCredit ? CreditSum : DebitSum).Value > long.MaxValue - Rials.MaxAmount - amount.Value)
        {
            throw Refusal.SumTooLarge(place);
        }

        if (isCredit)
        {
            (Credits, CreditSum) = (Credits + 1, CreditSum + amount);
        }
        else
        {
            (Debits, DebitSum) = (Debits + 1, DebitSum + amount);
        }
    }
}
