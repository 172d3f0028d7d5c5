using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Domain.Tests.Journal;
using NodaTime;

namespace LoanServicing.Domain.Tests.Funding;

/// <summary>A whole pool in memory: applies any step that the tables allow and keeps limits and books side by side.</summary>
internal sealed class FundingModel
{
    private readonly List<Loan> _loans = [];

    public FundingLimits Limits { get; private set; } = Limited(Rials.Zero, Rials.Zero, new Rials(10_000));

    public TrialBalance Books { get; } = new();

    public List<PoolMovement> Movements { get; } = [];

    public static FundingLimits Limited(Rials alaviDeposit, Rials sinaDeposit, Rials allocation) => new(
        FundingRatio.Programme,
        default,
        Account(Funders.Alavi) with { Deposited = alaviDeposit },
        Account(Funders.Sina) with { Deposited = sinaDeposit },
        Tranches.All.ToDictionary(tranche => tranche, tranche => new TrancheBudget(tranche, allocation, FunderShares.Zero, FunderShares.Zero)));

    public void Step(int kind, int pick, int amount)
    {
        var loan = _loans.Count == 0 ? null : _loans[pick % _loans.Count];
        switch (kind)
        {
            case 0:
                Deposit(pick % 2 == 0 ? Funders.Alavi : Funders.Sina, new Rials(amount));
                break;
            case 1:
                Reserve(Tranches.All[pick % 3], new Rials(amount));
                break;
            case 2 when loan is { State: ReservationState.Reserved }:
                Let(loan, ReservationState.Ordered, Postings.DisbursementOrdered);
                break;
            case 3 when loan is { State: ReservationState.Ordered }:
                Let(loan, ReservationState.Reserved, Postings.DisbursementFailed);
                break;
            case 4 when loan is { State: ReservationState.Ordered }:
                Let(loan, ReservationState.Drawn, Postings.Disbursement);
                Limits = Draw(Limits, loan.Tranche, loan.Shares);
                break;
            case 5 when loan is { State: ReservationState.Reserved }:
                loan.State = ReservationState.Released;
                Take(Limits.Release(loan.Tranche, loan.Shares));
                break;
            case 6 when loan is { State: ReservationState.Drawn, Repaid.IsZero: true }:
                Let(loan, ReservationState.Returned, Postings.DisbursementReturned);
                Take(Limits.Return(loan.Tranche, loan.Shares));
                break;
            case 7 when loan is { State: ReservationState.Drawn }:
                Repay(loan, new Rials(amount), fee: new Rials(pick % 5));
                break;
            default:
                break;
        }
    }

    private static FunderAccount Account(string funder) =>
        new(funder, Rials.Zero, Rials.Zero, Rials.Zero, Rials.Zero, Rials.Zero, Rials.Zero, Rials.Zero);

    private void Deposit(string funder, Rials amount)
    {
        Limits = Limits.Deposit(funder, amount);
        Post(Postings.Contribution(Origin(), funder, amount));
    }

    private void Reserve(string tranche, Rials amount)
    {
        var outcome = Limits.Reserve(tranche, amount);
        if (outcome.Movement is { } movement)
        {
            Take((movement, outcome.After));
            _loans.Add(new Loan(tranche, movement.Shares));
        }
    }

    /// <summary>Also goes back, as a re-derived loan does: what is repaid afterwards is any amount up to the principal.</summary>
    private void Repay(Loan loan, Rials target, Rials fee)
    {
        var repaid = Rials.Min(target, loan.Shares.Total);
        var difference = loan.Shares.Standing(repaid) - loan.Shares.Standing(loan.Repaid);
        loan.Repaid = repaid;
        Limits = Limits with
        {
            Alavi = Limits.Alavi with { Collected = Limits.Alavi.Collected + difference.Alavi },
            Sina = Limits.Sina with { Collected = Limits.Sina.Collected + difference.Sina },
        };
        if (difference != FunderShares.Zero || !fee.IsZero)
        {
            Post(Postings.Repayment(Origin(), loan.Tranche, new PostingParts(difference, fee, Rials.Zero, LateCharges: fee, Charity: new Rials(fee.Value / 2))));
        }
    }

    /// <summary>A reservation has been paid out. The pool's ratio does not change: it was allocated when it was reserved.</summary>
    public static FundingLimits Draw(FundingLimits limits, string tranche, FunderShares shares)
    {
        var budget = limits.Tranches[tranche];
        return limits with
        {
            Alavi = limits.Alavi with { Reserved = limits.Alavi.Reserved - shares.Alavi, Drawn = limits.Alavi.Drawn + shares.Alavi },
            Sina = limits.Sina with { Reserved = limits.Sina.Reserved - shares.Sina, Drawn = limits.Sina.Drawn + shares.Sina },
            Tranches = new Dictionary<string, TrancheBudget>(limits.Tranches)
            {
                [tranche] = budget with { Reserved = budget.Reserved - shares, Drawn = budget.Drawn + shares },
            },
        };
    }

    /// <summary>Debits less credits over all accounts of an owner.</summary>
    public static Rials Imbalance(TrialBalance books, string owner) =>
        Accounts.All.Select(account => account.GrowsByDebit ? books.Of(account, owner) : Rials.Zero - books.Of(account, owner)).Sum();

    private void Let(Loan loan, ReservationState next, Func<EntryOrigin, string, FunderShares, JournalEntry> posting)
    {
        loan.State = next;
        Post(posting(Origin(), loan.Tranche, loan.Shares));
    }

    private void Take((PoolMovement Movement, FundingLimits After) step)
    {
        Movements.Add(step.Movement);
        Limits = step.After;
    }

    private void Post(JournalEntry entry)
    {
        foreach (var line in entry.Lines)
        {
            Books.Add(line);
        }
    }

    private static EntryOrigin Origin() => Origins.At(new LocalDate(2026, 11, 22));

    private sealed record Loan(string Tranche, FunderShares Shares)
    {
        public ReservationState State { get; set; } = ReservationState.Reserved;

        public Rials Repaid { get; set; }
    }
}
