using FsCheck;
using FsCheck.Fluent;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Domain.Tests.Loans;

/// <summary>A loan with everything that can happen to it, command by command in the order in which people decide.</summary>
internal sealed class AccountLife(Loan start)
{
    private static readonly PlanLimits Limits = new(240, 12);
    private readonly List<AccountReceipt> _receipts = [];
    private readonly List<AccountRefund> _refunds = [];

    public Loan Now { get; private set; } = start;

    public LocalDate Today { get; private set; } = start.Ledger.PaidOutOn;

    public LocalDate? ReturnedOn { get; private set; }

    public IReadOnlyList<AccountReceipt> Receipts => _receipts;

    public List<LoanReceipt> Counting => [.. _receipts.Where(one => one.ReversedOn is null).Select(one => one.Money)];

    /// <summary>A random life of up to thirty steps.</summary>
    public static Gen<AccountLife> Any =>
        from begin in LoanCases.Any
        from orders in LoanCases.AnyOrder.ArrayOf(begin.Receipts.Count)
        from kinds in Gen.Choose(0, 19).ArrayOf(begin.Receipts.Count)
        from days in Gen.Choose(0, 200).ArrayOf(begin.Receipts.Count)
        from backs in Gen.Elements(0, 0, 1, 40, 400).ArrayOf(begin.Receipts.Count)
        select Live(begin.Loan, [.. begin.Receipts.Select((receipt, n) => new Step(kinds[n], receipt.Amount, orders[n], days[n], backs[n]))]);

    public AccountStatement Statement(LocalDate from, LocalDate to) => AccountStatement.Of(Now, _receipts, _refunds, ReturnedOn, from, to);

    public AccountStatement Whole => Statement(Now.Ledger.PaidOutOn, Today);

    public void Pay(LoanReceipt receipt)
    {
        Now = (Now.NeedsReplay(receipt.ValueDate) ? Now.Receive(receipt, Counting) : Now.Receive(receipt)).After;
        _receipts.Add(new AccountReceipt(receipt, null));
    }

    public void Reverse(int index)
    {
        _receipts[index] = _receipts[index] with { ReversedOn = Today };
        Now = Now.Reverse(Counting).After;
    }

    public void WriteOff() => Now = Now.WriteOff(Today).After;

    public void Refund(Rials amount) => _refunds.Add(new AccountRefund(Today, amount));

    public void ComeTo(LocalDate day) => Today = day;

    private static AccountLife Live(Loan loan, IReadOnlyList<Step> steps)
    {
        var life = new AccountLife(loan);
        foreach (var step in steps)
        {
            life.Today = life.Today.PlusDays(step.Days);
            life.Do(step);
        }

        return life;
    }

    /// <summary>Half of all steps pay; what the loan's state does not allow is left out.</summary>
    private void Do(Step step)
    {
        var unpaidBack = Now.Standing.Credit - _refunds.Select(refund => refund.Amount).Sum();
        switch (step.Kind)
        {
            case < 10:
                Pay(new LoanReceipt(LocalDate.Max(Now.Ledger.PaidOutOn, Today.PlusDays(-step.Back)), step.Amount));
                break;
            case < 14 when _receipts.FindLastIndex(receipt => receipt.ReversedOn is null && receipt.Money.Amount <= step.Amount) is >= 0 and var index:
                Reverse(index);
                break;
            case < 16 when Now.State == LoanState.Active
                && PlanChanges.Make(Now.Ledger.Plan, Now.Standing.PrincipalRepaid, Today, step.Order, Limits).Change is { } change:
                Now = Now.Change(change);
                break;
            case 16 when Now.State == LoanState.Active && !Now.Ledger.Late.IsNone && !(Now.Standing.LatestValueDate > Today):
                var forgiven = Rials.Min(step.Amount, Now.LateDue(Today));
                Now = step.Back == 0 ? Now.Decide(LoanCases.Decision(false, Today, step.Amount.Value)) : forgiven.IsPositive ? Now.Decide(LoanCases.Decision(true, Today, forgiven.Value)) : Now;
                break;
            case 17 when unpaidBack.IsPositive:
                Refund(Rials.Min(unpaidBack, step.Amount));
                break;
            case 18 when Now.State == LoanState.Active && Now.Outstanding.IsPositive:
                WriteOff();
                break;
            case 19 when step.Back == 400 && Now.State is LoanState.Active or LoanState.Settled:
                (Now, ReturnedOn) = (Now.TakeBack().After, Today);
                break;
        }
    }

    private sealed record Step(int Kind, Rials Amount, PlanChangeOrder Order, int Days, int Back);
}
