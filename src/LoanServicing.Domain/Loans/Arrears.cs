using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Loans;

/// <summary>What has fallen due and is unpaid on a day.</summary>
/// <param name="Class">By the age of the oldest unpaid instalment (domain.md section 1.4).</param>
/// <param name="OldestDue">Null when nothing that has fallen due is unpaid.</param>
/// <param name="DaysOverdue">Days since then; 0 on the due date itself.</param>
/// <param name="MonthsOverdue">Full Solar Hijri months since then.</param>
/// <param name="Matured">Principal and fee fallen due and unpaid, in rials.</param>
public sealed record Arrears(LoanClass Class, LocalDate? OldestDue, int DaysOverdue, int MonthsOverdue, Rials Matured)
{
    public static Arrears None { get; } = new(LoanClass.Current, null, 0, 0, Rials.Zero);

    /// <param name="oldestDue">On or before <paramref name="asOf"/>.</param>
    /// <param name="asOf">The day looked at.</param>
    /// <param name="matured">In rials, above zero.</param>
    public static Arrears Since(LocalDate oldestDue, LocalDate asOf, Rials matured) => new(
        LoanClasses.Of(oldestDue, asOf), oldestDue, LoanClasses.DaysOverdue(oldestDue, asOf), LoanClasses.MonthsOverdue(oldestDue, asOf), matured);
}
