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

    public RowByRowModel(Loan loan, IEnumerable<LoanReceipt> receipts)
    {
        _loan = loan;
        _rows = [.. Plan.Instalments.Select(row => new Row(row, Plan.LoanYearOf(row.Number)))];
        foreach (var receipt in receipts.OrderBy(receipt => receipt.ValueDate))
        {
            Post(receipt);
        }
    }

    public Rials PrincipalRepaid => _rows.Select(row => row.PrincipalPaid).Sum();

    public Rials FeePaid => _rows.Select(row => row.FeePaid).Sum();

    public Rials Credit { get; private set; }

    private RepaymentPlan Plan => _loan.Ledger.Plan;

    private LocalDate StartOf(int year) => year == 1 ? _loan.Ledger.PaidOutOn : Plan[12 * (year - 1)].DueDate;

    private void Post(LoanReceipt receipt)
    {
        foreach (var year in _rows.Select(row => row.Year).Distinct().Where(year => StartOf(year) <= receipt.ValueDate))
        {
            _openings.TryAdd(year, Plan.Terms.Principal - PrincipalRepaid);
        }

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

        foreach (var row in _rows)
        {
            PayFee(row, ref left);
            PayPrincipal(row, ref left);
        }

        Credit += left;
    }

    private void PayFee(Row row, ref Rials left)
    {
        if (_openings.TryGetValue(row.Year, out var opening))
        {
            var charged = ServiceFee.ActualFee(row.Planned.Fee, opening, Plan.Terms.FeeRateBasisPoints, Math.Max(1, Plan.FeeMonthsOf(row.Planned.Number)));
            row.FeePaid += Take(ref left, charged - row.FeePaid);
        }
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
