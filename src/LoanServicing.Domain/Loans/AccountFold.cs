using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Loans;

/// <summary>A loan that lives its life again, event by event in order of date.</summary>
/// <param name="loan">As it is now: its ledger knows every change of plan and the write-off by their dates.</param>
internal sealed class AccountFold(Loan loan, IReadOnlyList<AccountReceipt> receipts, IReadOnlyList<AccountRefund> refunds)
{
    private readonly SortedSet<int> _counting = []; // by arrival, as a replay needs them
    private readonly HashSet<int> _decided = [];
    private Loan _then = Loan.Open(loan.Ledger.With(loan.Ledger.Plan.Before(0)), loan.Shares);
    private Rials _refunded = Rials.Zero;

    /// <summary>After what was taken so far.</summary>
    public AccountFigures Figures { get; private set; }

    /// <summary>Whatever <paramref name="kind"/> is, it comes after all that was taken before it.</summary>
    public void Take(LocalDate date, AccountMovementKind kind, int index)
    {
        _then = kind switch
        {
            AccountMovementKind.Receipt => Received(index),
            AccountMovementKind.Reversal => Reversed(index),
            AccountMovementKind.PlanChange => _then with { Ledger = loan.Ledger.With(loan.Ledger.Plan.Before(index + 1)) },
            AccountMovementKind.WriteOff => _then with { State = LoanState.WrittenOff },
            AccountMovementKind.Returned => _then.TakeBack().After,
            _ => _then,
        };
        if (kind == AccountMovementKind.LateDecision)
        {
            _decided.Add(index);
        }

        _refunded += kind == AccountMovementKind.Refund ? refunds[index].Amount : Rials.Zero;

        // Paying out comes before the fee of the year that begins with it, and that fee before the days charged up to its day.
        Figures = kind == AccountMovementKind.PaidOut ? FiguresOn(date.PlusDays(-1), Rials.Zero) : FiguresOn(date, kind == AccountMovementKind.FeeDue ? Figures.LateDue : LateOn(date));
    }

    // The full ledger allocates: it knows by the value date which plan was in force, and whether the loan was written off. Whether a loan is settled makes no
    // difference to its figures, so that the states in between need no transitions: by value date a loan may have been settled before its plan was changed.
    private Loan Received(int index)
    {
        _counting.Add(index);
        var money = receipts[index].Money;
        return _then.State == LoanState.Returned
            ? _then.Receive(money).After
            : _then with { Standing = loan.Ledger.Post(_then.Standing, money).Standing };
    }

    private Loan Reversed(int index)
    {
        _counting.Remove(index);
        IReadOnlyList<LoanReceipt> remaining = [.. _counting.Select(arrival => receipts[arrival].Money)];
        return _then.State == LoanState.Returned
            ? _then.Reverse(remaining).After
            : _then with { Standing = loan.Ledger.Replay(remaining).Standing };
    }

    private Rials LateOn(LocalDate day) =>
        _then.State is LoanState.Active or LoanState.Settled ? loan.Ledger.LateDue(_then.Standing, day, _decided.Contains) : Rials.Zero;

    private AccountFigures FiguresOn(LocalDate day, Rials lateDue) => new(
        loan.Ledger.Principal,
        _then.Standing.PrincipalRepaid,
        _then.WrittenOff.Total,
        _then.ReturnedUnpaid,
        _then.Standing.FeePaid + _then.FeeDue(day),
        _then.Standing.FeePaid,
        _then.Standing.Recovered,
        _then.Standing.Credit,
        _refunded,
        _then.Standing.Late.Paid + lateDue,
        _then.Standing.Late.Paid);
}
