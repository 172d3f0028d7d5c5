using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Domain.Tests.Loans;

/// <summary>The rules of design.md section 8 written a second time, slowly: every row keeps what was paid of it.</summary>
internal sealed class RowByRowModel
{
    private readonly Loan _loan;
    private readonly List<Row> _rows;
    private readonly Dictionary<int, Rials> _openings = [];
    private LocalDate _today;
    private Int128 _rialDays;
    private Rials _costs;
    private Rials _waived;

    public RowByRowModel(Loan loan, IEnumerable<LoanReceipt> receipts)
    {
        (_loan, _today) = (loan, loan.Ledger.PaidOutOn);
        _rows = [.. Plan.Instalments.Select(row => new Row(row, Plan.LoanYearOf(row.Number)))];
        foreach (var receipt in receipts.OrderBy(receipt => receipt.ValueDate))
        {
            Post(receipt);
        }
    }

    public Rials PrincipalRepaid => _rows.Select(row => row.PrincipalPaid).Sum();

    public Rials FeePaid => _rows.Select(row => row.FeePaid).Sum();

    public Rials LatePaid { get; private set; }

    public Rials Credit { get; private set; }

    private LateCharging Late => _loan.Ledger.Late;

    private Rials LateUnpaid => Late.Terms.ChargeOf(_rialDays) + _costs - _waived - LatePaid;

    private RepaymentPlan Plan => _loan.Ledger.Plan;

    private LocalDate StartOf(int year) => year == 1 ? _loan.Ledger.PaidOutOn : Plan[12 * (year - 1)].DueDate;

    private void Post(LoanReceipt receipt)
    {
        for (; _today < receipt.ValueDate; _today = _today.PlusDays(1))
        {
            Count(_today.PlusDays(1));
        }

        foreach (var year in _rows.Select(row => row.Year).Distinct().Where(year => StartOf(year) <= receipt.ValueDate))
        {
            _openings.TryAdd(year, Plan.Terms.Principal - PrincipalRepaid);
        }

        Allocate(receipt);
    }

    private void Allocate(LoanReceipt receipt)
    {
        var left = receipt.Amount;
        var due = _rows.Where(row => row.Planned.DueDate <= receipt.ValueDate).ToList();
        switch (_loan.Ledger.Order)
        {
            case AllocationOrder.FeesFirst:
                _rows.ForEach(row => PayFee(row, ref left));
                break;
            case AllocationOrder.DuePrincipalFirst:
                due.ForEach(row => PayPrincipal(row, ref left));
                _rows.ForEach(row => PayFee(row, ref left));
                break;
        }

        foreach (var row in due)
        {
            PayFee(row, ref left);
            PayPrincipal(row, ref left);
        }

        LatePaid += Take(ref left, LateUnpaid);
        foreach (var row in _rows)
        {
            PayFee(row, ref left);
            PayPrincipal(row, ref left);
        }

        Credit += left;
    }

    /// <summary>One day: costs decided the day before are owed, every rial overdue counts once, and a waiver of the day forgives.</summary>
    private void Count(LocalDate day)
    {
        foreach (var cost in Late.Decisions.Where(one => one.Kind == LateDecisionKind.Cost && one.DecidedOn.PlusDays(1) == day && IsOwed()))
        {
            _costs += cost.Amount;
        }

        foreach (var row in _rows.Where(row => LoanCases.AfterFridays(row.Planned.DueDate) < day))
        {
            _rialDays += (row.Planned.Principal - row.PrincipalPaid).Value;
        }

        foreach (var waiver in Late.Decisions.Where(one => one.Kind == LateDecisionKind.Waiver && one.DecidedOn == day))
        {
            _waived += Rials.Min(waiver.Amount, LateUnpaid);
        }
    }

    private bool IsOwed() => PrincipalRepaid < Plan.Terms.Principal || LateUnpaid.IsPositive || _rows.Any(row => FeeUnpaid(row).IsPositive);

    private Rials FeeUnpaid(Row row) => _openings.TryGetValue(row.Year, out var opening)
        ? ServiceFee.ActualFee(row.Planned.Fee, opening, Plan.Terms.FeeRateBasisPoints, Math.Max(1, Plan.FeeMonthsOf(row.Planned.Number))) - row.FeePaid
        : Rials.Zero;

    private void PayFee(Row row, ref Rials left)
    {
        row.FeePaid += Take(ref left, FeeUnpaid(row));
    }

    private static void PayPrincipal(Row row, ref Rials left) => row.PrincipalPaid += Take(ref left, row.Planned.Principal - row.PrincipalPaid);

    private static Rials Take(ref Rials left, Rials wanted)
    {
        var taken = Rials.Min(left, wanted);
        left -= taken;
        return taken;
    }

    private sealed class Row(Instalment planned, int year)
    {
        public Instalment Planned { get; } = planned;

        public int Year { get; } = year;

        public Rials PrincipalPaid { get; set; }

        public Rials FeePaid { get; set; }
    }
}
