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

/// <summary>A loan has moved to another class by the age of its oldest unpaid instalment (domain.md section 1.4), as its day was closed.</summary>
/// <param name="From">The class before: <c>current</c>, <c>past_due</c>, <c>overdue</c> or <c>doubtful</c>.</param>
/// <param name="To">The class now; <c>current</c> too for a loan that is settled, written off or returned.</param>
/// <param name="OldestDue">The due date of the oldest unpaid instalment; null when nothing is owed.</param>
public sealed record LoanReclassified(
    FactHeader Header,
    Guid LoanId,
    Guid ApplicationId,
    string Tranche,
    string County,
    string From,
    string To,
    LocalDate? OldestDue) : IFact;

/// <summary>A business day is closed: every loan was looked at, and what falls due, is overdue or has moved to another class was told before this.</summary>
/// <param name="Date">The day.</param>
/// <param name="Loans">Loans looked at.</param>
/// <param name="FallingDue">Instalments announced.</param>
/// <param name="Overdue">Loans told to be overdue.</param>
/// <param name="Reclassified">Loans that moved to another class.</param>
public sealed record DayClosed(FactHeader Header, LocalDate Date, int Loans, int FallingDue, int Overdue, int Reclassified) : IFact;
