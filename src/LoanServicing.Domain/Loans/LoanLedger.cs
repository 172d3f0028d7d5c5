using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Domain.Loans;

/// <summary>A standing after a receipt, and what that receipt paid.</summary>
/// <param name="Allocations">By instalment, oldest first; instalments of which nothing was paid are left out.</param>
/// <param name="Credit">What was left when nothing more was owed.</param>
/// <param name="Recovered">What it recovered of principal that had been written off.</param>
/// <param name="Late">What it paid of charges for lateness.</param>
public sealed record LoanStep(
    LoanStanding Standing, IReadOnlyList<Allocation> Allocations, Rials Credit, Rials Recovered = default, Rials Late = default);

/// <summary>
/// How receipts repay a loan, in the order of its contract (<see cref="AllocationOrder"/>). The fee of a loan-year is payable once the year has begun on the
/// value date of the receipt; money in advance goes to the principal of later instalments and skips the fees of years not begun, and what is then left is the
/// borrower's credit (design.md section 8). After the loan is written off, money recovers the loss, and what is left is credit.
/// </summary>
public sealed class LoanLedger
{
    private readonly List<LedgerLines> _versions;

    /// <param name="plan">The schedule of the contract with its changes.</param>
    /// <param name="paidOutOn">Value date of paying out, ISO: loan-year 1 begins on it.</param>
    /// <param name="writtenOffOn">The business date of the write-off; receipts of later value dates are recoveries.</param>
    /// <param name="late">What lateness costs; null is nothing.</param>
    public LoanLedger(
        RepaymentPlan plan,
        LocalDate paidOutOn,
        AllocationOrder order = AllocationOrder.OldestInstalmentFirst,
        LocalDate? writtenOffOn = null,
        LateCharging? late = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        (Plan, PaidOutOn, Order, WrittenOffOn, Late) = (plan, paidOutOn, order, writtenOffOn, late ?? LateCharging.None);
        _versions = [.. Enumerable.Range(0, plan.Changes.Count + 1).Select(changes => new LedgerLines(plan.Before(changes)))];
    }

    /// <summary>As it stands.</summary>
    public RepaymentPlan Plan { get; }

    public LocalDate PaidOutOn { get; }

    public AllocationOrder Order { get; }

    public LocalDate? WrittenOffOn { get; }

    public LateCharging Late { get; }

    public Rials Principal => Plan.Terms.Principal;

    private LedgerLines Current => _versions[^1];

    /// <summary>The ledger with another plan.</summary>
    public LoanLedger With(RepaymentPlan plan) => new(plan, PaidOutOn, Order, WrittenOffOn, Late);

    /// <summary>The ledger with other charges for lateness.</summary>
    public LoanLedger With(LateCharging late) => new(Plan, PaidOutOn, Order, WrittenOffOn, late);

    /// <summary>The ledger of the loan once it is written off.</summary>
    public LoanLedger WrittenOff(LocalDate day) => new(Plan, PaidOutOn, Order, day, Late);

    /// <summary>The ledger by the end of a day: plans that were changed later, a later write-off and later decisions about charges do not count.</summary>
    public LoanLedger AsOf(LocalDate day)
    {
        var (plan, decided) = (Plan.AsOf(day), Late.Decisions.TakeWhile(decision => decision.DecidedOn <= day).ToList());
        return plan == Plan && !(WrittenOffOn > day) && decided.Count == Late.Decisions.Count
            ? this
            : new(plan, PaidOutOn, Order, WrittenOffOn > day ? null : WrittenOffOn, Late with { Decisions = decided });
    }

    /// <summary>The holidays that count for days up to this one are kept from now on.</summary>
    public LoanLedger Counting(LocalDate day) => !Late.Terms.CountsDays || day <= Late.Grace.CountedThrough
        ? this
        : With(Late with { Grace = Late.Grace.Counting(day, _versions.SelectMany(version => version.PayableOn())) });

    /// <summary>How many loan-years have begun by the end of a day: year 1 on paying out, year k on the due date of instalment 12(k - 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day lies before paying out.</exception>
    public int YearsBegunBy(LocalDate day)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(day, PaidOutOn);
        return Current.YearsBegunBy(day);
    }

    /// <summary>The next standing. The receipt must not lie before the latest one; such a one needs <see cref="Replay"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The amount is not positive, or the value date lies before the latest or before paying out.</exception>
    public LoanStep Post(LoanStanding standing, LoanReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(standing);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(receipt.Amount.Value, nameof(receipt));
        ArgumentOutOfRangeException.ThrowIfLessThan(receipt.ValueDate, standing.LatestValueDate ?? PaidOutOn, nameof(receipt));
        return receipt.ValueDate > WrittenOffOn ? Recover(standing, receipt) : Allocate(standing, receipt);
    }

    /// <summary>All receipts from the beginning, in the order of value dates and on one date in the order given (which is that of arrival).</summary>
    /// <returns>The last standing, and per receipt, in the order given, what it paid.</returns>
    public (LoanStanding Standing, IReadOnlyList<LoanStep> Steps) Replay(IReadOnlyList<LoanReceipt> receipts)
    {
        var standing = LoanStanding.Untouched;
        var steps = new LoanStep[receipts.Count];
        foreach (var index in Enumerable.Range(0, receipts.Count).OrderBy(index => receipts[index].ValueDate))
        {
            steps[index] = Post(standing, receipts[index]);
            standing = steps[index].Standing;
        }

        return (standing, steps);
    }

    /// <summary>
    /// What is unpaid of each instalment. The fee of a year that had begun by the latest receipt is capped by the principal of its beginning;
    /// that of a later year by the principal outstanding now, which is what it will be if nothing more is received until then.
    /// </summary>
    public IEnumerable<Claim> Claims(LoanStanding standing)
    {
        ArgumentNullException.ThrowIfNull(standing);
        return Current.Claims(standing.PrincipalRepaid, standing.Years);
    }

    /// <summary>What lateness has come to on a day not before the latest receipt, if nothing more is received until then.</summary>
    /// <param name="counts">Which of the decisions, from 0; null for those that count for a receipt of the day.</param>
    public LateStanding LateOn(LoanStanding standing, LocalDate day, Func<int, bool>? counts = null)
    {
        ArgumentNullException.ThrowIfNull(standing);
        if (Late.IsNone)
        {
            return standing.Late;
        }

        var (late, from) = (standing.Late, standing.LatestValueDate ?? PaidOutOn);
        var begin = from;
        foreach (var (index, decision) in Late.Decisions.Index())
        {
            var isToCome = decision.Kind == LateDecisionKind.Waiver ? decision.DecidedOn > begin || standing.LatestValueDate is null : decision.DecidedOn >= begin;
            var isThere = counts?.Invoke(index) ?? (decision.Kind == LateDecisionKind.Waiver ? decision.DecidedOn <= day : decision.DecidedOn < day);
            if (!isToCome || !isThere)
            {
                continue;
            }

            (late, from) = (Overdue(standing, late, from, decision.DecidedOn), decision.DecidedOn);
            late = IsOwed(standing, late) ? Late.Decide(late, decision) : late; // a loan that is settled stays so
        }

        return Overdue(standing, late, from, day);
    }

    private bool IsOwed(LoanStanding standing, LateStanding late) =>
        standing.PrincipalRepaid < Principal || late.Unpaid(Late.Terms).IsPositive || Claims(standing).Any(claim => claim.Total.IsPositive);

    /// <summary>With the days after one and up to another, each by the plan that holds on it.</summary>
    private LateStanding Overdue(LoanStanding standing, LateStanding late, LocalDate after, LocalDate through)
    {
        if (!Late.Terms.CountsDays || standing.PrincipalRepaid == Principal)
        {
            return late;
        }

        var days = late.RialDays;
        foreach (var (index, version) in _versions.Index())
        {
            var from = LocalDate.Max(after, version.ForReceiptsAfter ?? after);
            var to = LocalDate.Min(through, index + 1 < _versions.Count ? _versions[index + 1].ForReceiptsAfter!.Value : through);
            days += from < to ? version.RialDaysOverdue(standing.PrincipalRepaid, from, to, Late.Grace) : 0;
        }

        return late with { RialDays = days };
    }

    private LoanStep Allocate(LoanStanding standing, LoanReceipt receipt)
    {
        var lines = _versions.FindLast(version => version.ForReceiptsAfter is not { } day || receipt.ValueDate > day)!;

        // No receipt lies between, so the years that begin after the latest one begin on what is outstanding.
        var years = standing.Years.BegunTo(lines.YearsBegunBy(receipt.ValueDate), Principal - standing.PrincipalRepaid);
        var late = LateOn(standing, receipt.ValueDate);
        var (repaid, left, paid) = (standing.PrincipalRepaid, receipt.Amount, new SortedDictionary<int, Allocation>());
        foreach (var part in AllocationParts.InOrder(Order, lines.Claims(repaid, years), years.Count, lines.CountDueOn(receipt.ValueDate), late.Unpaid(Late.Terms)))
        {
            if (left.IsZero)
            {
                break;
            }

            if (part.Late.IsPositive)
            {
                var charges = Rials.Min(left, part.Late);
                (left, late) = (left - charges, late with { Paid = late.Paid + charges });
            }

            var (fee, principal) = (Rials.Min(left, part.Fee), Rials.Min(left, part.Principal));
            if ((fee + principal).IsPositive)
            {
                left -= fee + principal;
                repaid += principal;
                years = fee.IsZero ? years : years.WithFee(part.Year, fee);
                var before = paid.GetValueOrDefault(part.Number);
                paid[part.Number] = new Allocation(part.Number, before.Principal + principal, before.Fee + fee);
            }
        }

        var after = standing with { PrincipalRepaid = repaid, Years = years, Credit = standing.Credit + left, LatestValueDate = receipt.ValueDate, Late = late };
        return new LoanStep(after, [.. paid.Values], left, Late: late.Paid - standing.Late.Paid);
    }

    private LoanStep Recover(LoanStanding standing, LoanReceipt receipt)
    {
        var recovered = Rials.Min(receipt.Amount, Principal - standing.PrincipalRepaid - standing.Recovered);
        var credit = receipt.Amount - recovered;
        var after = standing with { Recovered = standing.Recovered + recovered, Credit = standing.Credit + credit, LatestValueDate = receipt.ValueDate };
        return new LoanStep(after, [], credit, recovered);
    }
}
