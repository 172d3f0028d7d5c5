using LoanServicing.Contracts;
using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Repayment.Store;
using NodaTime;

namespace LoanServicing.Repayment.CloseOfDay;

/// <summary>
/// Closes a day for the loans of one range of serials, in one unit of work: what falls due is announced, what is overdue told, and loans are classified. It reads
/// loans and writes only beside them, so that receipts go on meanwhile; a loan is judged as it stands in that moment.
/// </summary>
internal static class ClosePartition
{
    /// <returns>False when it was closed before: then nothing is done.</returns>
    public static async Task<bool> RunAsync(UnitOfWork unit, CloseOfDayRow day, int number, CloseOfDaySettings settings, LoanCalendar calendar)
    {
        if (await CloseOfDayStore.IsDoneAsync(unit, day.BusinessDate, number))
        {
            return false;
        }

        var (first, last) = Range(day, number);
        var loans = await LoanDayStore.LoansAsync(unit, first, last, day.BusinessDate, settings.DaysAhead);
        var known = await LoanDayStore.OfAsync(unit, loans.Select(loan => loan.Id));
        var sums = new PartitionSums(await LoanDayStore.CountAsync(unit, first, last), 0, Rials.Zero, 0, Rials.Zero, 0);
        var kept = new List<LoanDayRow>();
        foreach (var row in loans)
        {
            var before = known.GetValueOrDefault(row.Id) ?? new LoanDayRow { LoanId = row.Id, Serial = row.Serial };
            if (Read(unit, row, before, day.BusinessDate) is not { } loan)
            {
                continue;
            }

            var close = before.State.Close(row.OldestUnpaidDue, day.BusinessDate, settings.DaysAhead, calendar.NextBusinessDay);
            if (close.IsAnything)
            {
                var told = new Telling(unit, row, loan, day.BusinessDate, before.FactSequence);
                sums = Tell(told, close, calendar, sums);
                kept.Add(before.With(close.After) with { FactSequence = told.Sequence });
            }
        }

        await LoanDayStore.KeepAsync(unit, kept);
        await CloseOfDayStore.DoneAsync(unit, day.BusinessDate, number, sums);
        return true;
    }

    /// <summary>Null for a loan whose row is damaged: the audit trail says that it was passed over, and the day of all others is closed.</summary>
    private static Loan? Read(UnitOfWork unit, LoanRow row, LoanDayRow before, LocalDate day)
    {
        try
        {
            _ = before.State;
            return row.ToLoan();
        }
        catch (Exception damage) when (damage is InvalidOperationException or ArgumentException)
        {
            unit.Record(new AuditEntry(RepaymentService.Name, "day.loan-passed-over", "loan", row.Id.ToString(), day, new { damage.Message }));
            return null;
        }
    }

    /// <summary>The serials of a partition: equal parts of all that there are, from the first on.</summary>
    private static (long First, long Last) Range(CloseOfDayRow day, int number)
    {
        var loans = day.ThroughSerial - FirstSerial + 1;
        return (FirstSerial + (loans * (number - 1) / day.Partitions), FirstSerial + (loans * number / day.Partitions) - 1);
    }

    /// <summary>Serials count from here (<see cref="LoanStore.NextSerialAsync"/>).</summary>
    public const long FirstSerial = 1_000_001;

    private static PartitionSums Tell(Telling told, LoanDayClose close, LoanCalendar calendar, PartitionSums sums)
    {
        if (close.ClassBefore is { } from)
        {
            told.Reclassified(from, close.After.Class);
            sums = sums with { Reclassified = sums.Reclassified + 1 };
        }

        if (close.FallsDue && told.Loan.NextDue is { } next)
        {
            told.FallingDue(next);
            sums = sums with { FallingDue = sums.FallingDue + 1, FallingDueAmount = sums.FallingDueAmount + next.Amount };
        }

        if (close.IsOverdue)
        {
            var arrears = told.Loan.ArrearsOn(told.Day, calendar.NextBusinessDay);
            told.Overdue(arrears);
            sums = sums with { Overdue = sums.Overdue + 1, OverdueAmount = sums.OverdueAmount + arrears.Matured };
        }

        return sums;
    }

    /// <summary>The facts of one loan's day, numbered.</summary>
    private sealed class Telling(UnitOfWork unit, LoanRow row, Loan loan, LocalDate day, long sequence)
    {
        public Loan Loan => loan;

        public LocalDate Day => day;

        public long Sequence { get; private set; } = sequence;

        public void Reclassified(LoanClass from, LoanClass to) => unit.Publish(new LoanReclassified(
            Next(), row.Id, row.ApplicationId, row.Tranche, row.County, from.Code(), to.Code(), row.OldestUnpaidDue));

        public void FallingDue(NextDue next) => unit.Publish(new InstalmentFallingDue(
            Next(), row.Id, row.ApplicationId, row.Tranche, row.County, next.Number, next.DueDate, next.Amount));

        public void Overdue(Arrears arrears) => unit.Publish(new InstalmentOverdue(
            Next(), row.Id, row.ApplicationId, row.Tranche, row.County, arrears.OldestDue!.Value, arrears.DaysOverdue, arrears.MonthsOverdue, arrears.Matured, arrears.Class.Code()));

        private FactHeader Next() => unit.Header(Streams.LoanDay, row.Id, ++Sequence, day);
    }
}
