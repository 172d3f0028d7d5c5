using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Contracts;

/// <summary>An instalment falls due soon; announced once, some days before its due date.</summary>
/// <param name="Number">Of the instalment in its plan, from 1.</param>
/// <param name="Amount">What of it is not paid yet.</param>
public sealed record InstalmentFallingDue(
    FactHeader Header,
    Guid LoanId,
    Guid ApplicationId,
    string Tranche,
    string County,
    int Number,
    LocalDate DueDate,
    Rials Amount) : IFact;

/// <summary>A loan has matured instalments that are not paid, as its day was closed.</summary>
/// <param name="OldestDue">The due date of the oldest of them.</param>
/// <param name="DaysOverdue">Counted from the next business day where the due date is a holiday.</param>
/// <param name="MonthsOverdue">Whole Solar Hijri months since the due date itself.</param>
/// <param name="Matured">What has fallen due and is not paid.</param>
/// <param name="Class"><c>current</c>, <c>past_due</c>, <c>overdue</c> or <c>doubtful</c>.</param>
public sealed record InstalmentOverdue(
    FactHeader Header,
    Guid LoanId,
    Guid ApplicationId,
    string Tranche,
    string County,
    LocalDate OldestDue,
    int DaysOverdue,
    int MonthsOverdue,
    Rials Matured,
    string Class) : IFact;
