using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Programmes;
using NodaTime;

namespace LoanServicing.Repayment;

/// <summary>
/// The business days that lateness counts by: those of the programme's first province, because a loan does not carry its own. Where a programme
/// has several, they have the same holidays, or it does not start.
/// </summary>
internal sealed class LoanCalendar(BusinessDays days, Programme programme)
{
    private string Province => programme.Provinces[0];

    /// <summary>The day itself where it is one.</summary>
    public LocalDate NextBusinessDay(LocalDate day) => days.NextBusinessDay(Province, day);

    /// <summary>
    /// The last due date that is late on a day when it is unpaid: it, or the business day to which it can be paid in time, lies before the day.
    /// So "overdue" is a range of due dates, and a list of it a range over an index.
    /// </summary>
    public LocalDate LastLateDue(LocalDate asOf) => days.LastBusinessDay(Province, asOf.PlusDays(-1));
}
