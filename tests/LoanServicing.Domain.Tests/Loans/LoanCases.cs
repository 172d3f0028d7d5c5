using FsCheck;
using FsCheck.Fluent;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Domain.Tests.Loans;

/// <summary>Loans and receipts for the tests: a plain one in a line, and random ones.</summary>
internal static class LoanCases
{
    /// <summary>12,000,000 over 24 months at 4 %: 22 lines of principal of 545,454 (the last 545,466), fees 480,000 and 240,000.</summary>
    public static Loan Plain => Open(12_000_000, 24);

    /// <summary>A random loan with random receipts in order of arrival.</summary>
    public static Gen<(Loan Loan, IReadOnlyList<LoanReceipt> Receipts)> Any =>
        from loan in AnyLoan
        from count in Gen.Choose(0, 30)
        from receipts in AnyReceipt(loan).ArrayOf(count)
        select (loan, (IReadOnlyList<LoanReceipt>)receipts);

    /// <summary>The same with decisions about lateness on random days, known from the beginning: for what does not depend on who knew what when.</summary>
    public static Gen<(Loan Loan, IReadOnlyList<LoanReceipt> Receipts)> AnyDecided =>
        from any in Any
        from count in Gen.Choose(0, 3)
        from costs in Generators.Between(1, Math.Max(1, any.Loan.Ledger.Principal.Value / 20)).ArrayOf(count)
        from days in Gen.Choose(0, 4_000).ArrayOf(count)
        from waivers in Gen.Elements(true, false).ArrayOf(count)
        let ledger = any.Loan.Ledger
        let decisions = costs.Zip(waivers, days.Order()).Select(one => Decision(one.Second, ledger.PaidOutOn.PlusDays(one.Third), one.First))
        select (any.Loan with { Ledger = ledger.With(ledger.Late with { Decisions = ledger.Late.IsNone ? [] : [.. decisions] }) }, any.Receipts);

    private static Gen<Loan> AnyLoan =>
        from principal in Gen.OneOf(Generators.Between(1, 200), Generators.Between(1_000_000, 4_000_000_000), Generators.Between(1, Rials.MaxAmount))
        from installments in Gen.OneOf(Gen.Choose(1, 30), Gen.Choose(1, 120))
        from method in Gen.Elements(FeeMethod.CbiAnnual, FeeMethod.CbiAnnual, FeeMethod.NoFee, FeeMethod.FlatAverage)
        from order in Gen.Elements(Enum.GetValues<AllocationOrder>())
        from feeGrace in Gen.Elements(false, false, true)
        from rate in Gen.Choose(1, ServiceFee.MaxRateBasisPoints)
        from unit in Gen.Elements(1L, 10_000L)
        from grace in Gen.Choose(0, 6)
        from dueDay in Gen.Choose(0, 31)
        from paidOutOn in Generators.LoanDay
        from alavi in Generators.Between(0, principal)
        from late in AnyLate
        let firstDue = FirstDue.After(paidOutOn, grace, dueDay == 0 ? null : dueDay)
        let cbi = method == FeeMethod.CbiAnnual
        let terms = new LoanTerms(
            new Rials(principal),
            cbi && installments % 12 == 1 ? installments + 1 : installments,
            method,
            method == FeeMethod.NoFee ? 0 : rate,
            new Rials(Math.Min(unit, principal)),
            firstDue.Date,
            firstDue.DueDay,
            feeGrace && method != FeeMethod.NoFee ? grace : 0)
        select Loan.Open(new LoanLedger(RepaymentPlan.For(terms), paidOutOn, order, null, late), new FunderShares(new Rials(alavi), new Rials(principal - alavi)));

    private static Gen<LateCharging> AnyLate =>
        from policy in Gen.Elements([LatePolicy.None, .. Enum.GetValues<LatePolicy>()])
        from rate in Gen.Choose(1, 2_000)
        from yearDays in Gen.Elements(360, 365)
        let countsDays = policy is LatePolicy.CharityCommitment or LatePolicy.CbiVajhEltezam
        select new LateCharging(countsDays ? new LateTerms(policy, rate, yearDays) : new LateTerms(policy, 0, 0), [], GraceDays.None.Asking(AfterFridays));

    public static LateDecision Decision(bool isWaiver, LocalDate day, long rials) =>
        new(isWaiver ? LateDecisionKind.Waiver : LateDecisionKind.Cost, day, new Rials(rials));

    public static LocalDate AfterFridays(LocalDate day) => day.DayOfWeek == IsoDayOfWeek.Friday ? day.PlusDays(1) : day;

    /// <summary>A random order of a change; its months, instalments and day often fit, and often do not.</summary>
    public static Gen<PlanChangeOrder> AnyOrder =>
        from kind in Gen.Elements(Enum.GetValues<PlanChangeKind>())
        from months in Gen.Choose(0, 6)
        from installments in Gen.Choose(1, 40)
        from dueDay in Gen.Choose(1, 31)
        select new PlanChangeOrder(kind, months, installments, dueDay);

    public static Loan Open(long principalRials, int installments, FeeMethod method = FeeMethod.CbiAnnual, string paidOutOn = "1405-06-31")
    {
        var paidOut = Vectors.PersianAsIso(paidOutOn);
        var firstDue = FirstDue.After(paidOut, 0, null);
        var rate = method == FeeMethod.NoFee ? 0 : 400;
        var terms = new LoanTerms(new Rials(principalRials), installments, method, rate, new Rials(1), firstDue.Date, firstDue.DueDay);
        var alavi = new Rials(principalRials).MulDivHalfUp(25, 84);
        return Loan.Open(new LoanLedger(RepaymentPlan.For(terms), paidOut), new FunderShares(alavi, new Rials(principalRials) - alavi));
    }

    /// <summary>Every day is a business day.</summary>
    public static LocalDate NoHolidays(LocalDate day) => day;

    /// <summary>A receipt of this many rials on a Solar Hijri date.</summary>
    public static LoanReceipt On(string persianDate, long rials) => new(Vectors.PersianAsIso(persianDate), new Rials(rials));

    public static Loan After(this Loan loan, params LoanReceipt[] receipts) => receipts.Aggregate(loan, (now, receipt) => now.Receive(receipt).After);

    public static LocalDate Day(string persianDate) => Vectors.PersianAsIso(persianDate);

    private static Gen<LoanReceipt> AnyReceipt(Loan loan)
    {
        var plan = loan.Ledger.Plan;
        var days = Period.DaysBetween(loan.Ledger.PaidOutOn, plan[plan.Terms.Installments].DueDate) + 400;
        var onDueDates = from number in Gen.Choose(1, plan.Terms.Installments) select plan[number].DueDate;
        var anyDay = from day in Gen.Choose(0, days) select loan.Ledger.PaidOutOn.PlusDays(day);
        var line = Math.Max(1, plan.Total.Value / plan.Terms.Installments);
        return from valueDate in Gen.OneOf(anyDay, onDueDates)
               from rials in Gen.OneOf(
                   Gen.Constant(line),
                   Generators.Between(1, line),
                   Generators.Between(1, 5),
                   Generators.Between(1, Math.Min(line * 10, Rials.MaxAmount)),
                   Generators.Between(1, plan.Total.Value))
               select new LoanReceipt(valueDate, new Rials(rials));
    }
}
