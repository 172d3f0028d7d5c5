using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Loans;

/// <summary>What has fallen due and is unpaid on a day.</summary>
/// <param name="Class">By the age of the oldest unpaid instalment (domain.md section 1.4).</param>
/// <param name="OldestDue">Null when nothing that has fallen due is unpaid.</param>
/// <param name="LateFrom">First day on which that instalment is late: after its due date, or where that is a holiday after the next business day.</param>
/// <param name="DaysOverdue">0 before <paramref name="LateFrom"/>, 1 on it.</param>
/// <param name="MonthsOverdue">Full Solar Hijri months since the due date itself.</param>
/// <param name="MaturedPrincipal">Principal fallen due and unpaid, in rials.</param>
/// <param name="MaturedFee">Fees fallen due and unpaid, in rials: the servicing bank's, not the funders'.</param>
public sealed record Arrears(
    LoanClass Class, LocalDate? OldestDue, LocalDate? LateFrom, int DaysOverdue, int MonthsOverdue, Rials MaturedPrincipal, Rials MaturedFee)
{
    public static Arrears None { get; } = new(LoanClass.Current, null, null, 0, 0, Rials.Zero, Rials.Zero);

    public Rials Matured => MaturedPrincipal + MaturedFee;

    /// <param name="oldestDue">On or before <paramref name="asOf"/>.</param>
    /// <param name="asOf">The day looked at.</param>
    /// <param name="nextBusinessDay">The day itself where it is one.</param>
    /// <param name="matured">In rials, together above zero.</param>
    public static Arrears Since(LocalDate oldestDue, LocalDate asOf, Func<LocalDate, LocalDate> nextBusinessDay, (Rials Principal, Rials Fee) matured) => new(
        LoanClasses.Of(oldestDue, asOf),
        oldestDue,
        LoanClasses.LateFrom(oldestDue, nextBusinessDay),
        LoanClasses.DaysOverdue(oldestDue, asOf, nextBusinessDay),
        LoanClasses.MonthsOverdue(oldestDue, asOf),
        matured.Principal,
        matured.Fee);
}
