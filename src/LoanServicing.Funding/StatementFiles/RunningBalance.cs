using LoanServicing.Domain.Money;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>
/// Follows the balance beside each line. Banks list the oldest first or the newest first; which it is shows itself, and a line that fits neither
/// means that something is missing or changed.
/// </summary>
internal sealed class RunningBalance
{
    private bool _oldestFirst = true;
    private bool _newestFirst = true;
    private (Rials Amount, Rials Balance)? _first;
    private (Rials Amount, Rials Balance) _last;

    /// <summary>Before the oldest line.</summary>
    public Rials Opening => _oldestFirst ? _first!.Value.Balance - _first.Value.Amount : _last.Balance - _last.Amount;

    /// <summary>After the newest line.</summary>
    public Rials Closing => _oldestFirst ? _last.Balance : _first!.Value.Balance;

    /// <param name="amount">Negative for a debit.</param>
    /// <param name="balance">After the line.</param>
    /// <exception cref="StatementRefusedException">The balance does not follow from the line before.</exception>
    public void Add(Rials amount, Rials balance, Place place)
    {
        if (_first is null)
        {
            _first = (amount, balance);
        }
        else
        {
            _oldestFirst &= balance == _last.Balance + amount;
            _newestFirst &= _last.Balance == balance + _last.Amount;
            if (!_oldestFirst && !_newestFirst)
            {
                throw Refusal.Totals(
                    place,
                    $"the balance {balance} does not follow from {_last.Balance} on the line before",
                    $"مانده {balance} از مانده {_last.Balance} در ردیف پیش به دست نمی‌آید");
            }
        }

        _last = (amount, balance);
    }
}
