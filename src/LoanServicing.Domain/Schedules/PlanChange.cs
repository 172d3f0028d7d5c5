using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Schedules;

/// <summary>How a plan was changed. None of it has a price: principal stays what it was and no fee grows (domain.md section 2, AAOIFI 19 4/1).</summary>
public enum PlanChangeKind
{
    /// <summary>Some months without an instalment; what follows moves by as many.</summary>
    Holiday,

    /// <summary>More instalments, so smaller ones.</summary>
    Extension,

    /// <summary>Another day of the month.</summary>
    DueDay,

    /// <summary>A payer in hardship: all principal that is outstanding, overdue or not, is spread anew, and nothing is overdue until the first new due date.</summary>
    Hardship,

    /// <summary>The loan is called in: all of it falls due at once.</summary>
    CallIn,
}

/// <summary>
/// From one instalment on, a plan goes on otherwise. The instalments before it had fallen due by <paramref name="EffectiveOn"/> and keep their due dates, so that
/// the plans before and after agree on every day until then, and receipts of those days are allocated alike by both.
/// </summary>
/// <param name="EffectiveOn">The business date of the decision, ISO.</param>
/// <param name="From">The first instalment that it touches.</param>
/// <param name="FirstDue">Its new due date, ISO; after <paramref name="EffectiveOn"/>, and on it for a loan that is called in.</param>
/// <param name="DueDay">The due day from there on, 1 to 31.</param>
/// <param name="Installments">Instalments of the plan from now on, those before <paramref name="From"/> included.</param>
/// <param name="PrincipalBefore">Principal of the instalments before <paramref name="From"/>, in rials; what they had above it is spread anew.</param>
public sealed record PlanChange(
    PlanChangeKind Kind, LocalDate EffectiveOn, int From, LocalDate FirstDue, int DueDay, int Installments, Rials PrincipalBefore);
