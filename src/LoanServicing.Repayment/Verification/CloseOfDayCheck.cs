using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Verification;
using NodaTime;

namespace LoanServicing.Repayment.Verification;

/// <summary>R8: each day is closed once, after the day before it; its report is the sum of its partitions; and what was said of loans is of loans that are there.</summary>
internal static class CloseOfDayCheck
{
    private const string Days =
        """
        select day.business_date, day.finished_at, day.partitions, day.loans, day.falling_due, day.falling_due_amount, day.overdue, day.overdue_amount,
          day.reclassified, count(done.number) as done, coalesce(max(done.number), 0) as last_done, coalesce(sum(done.loans), 0) as done_loans,
          coalesce(sum(done.falling_due), 0) as done_falling_due, coalesce(sum(done.falling_due_amount), 0) as done_falling_due_amount,
          coalesce(sum(done.overdue), 0) as done_overdue, coalesce(sum(done.overdue_amount), 0) as done_overdue_amount,
          coalesce(sum(done.reclassified), 0) as done_reclassified
        from close_of_day day left join close_of_day_partition done on done.business_date = day.business_date
        group by day.business_date, day.finished_at, day.partitions, day.loans, day.falling_due, day.falling_due_amount, day.overdue, day.overdue_amount,
          day.reclassified
        order by day.business_date
        """;

    private const string LostPartitions =
        "select business_date from close_of_day_partition where not exists (select 1 from close_of_day day where day.business_date = close_of_day_partition.business_date)";

    private const string LostLoans =
        "select loan_id from loan_day where not exists (select 1 from loan where loan.id = loan_day.loan_id and loan.serial = loan_day.serial)";

    private const string OddLoans = "select loan_id from loan_day where class not in @classes or fact_sequence < 1";

    public static async Task<RuleFinding> VerifyAsync(DbConnection connection)
    {
        var tally = new Tally();
        DayRow? before = null;
        foreach (var day in await connection.QueryAsync<DayRow>(Days))
        {
            tally.Count();
            Check(before, day, tally);
            before = day;
        }

        foreach (var date in await connection.QueryAsync<LocalDate>(LostPartitions))
        {
            tally.Check(false, () => $"a partition of {date:uuuu-MM-dd} belongs to no close of day");
        }

        foreach (var loan in await connection.QueryAsync<Guid>(LostLoans))
        {
            tally.Check(false, () => $"what was said at the close of day belongs to no loan {loan}");
        }

        foreach (var loan in await connection.QueryAsync<Guid>(OddLoans, new { classes = Enum.GetValues<LoanClass>().Select(one => one.Code()) }))
        {
            tally.Check(false, () => $"what was said of loan {loan} at the close of day cannot be read");
        }

        return tally.Finding("R8", "closes of day with their partitions");
    }

    private static void Check(DayRow? before, DayRow day, Tally tally)
    {
        tally.Check(
            before is null || (before.BusinessDate.PlusDays(1) == day.BusinessDate && before.FinishedAt is not null),
            () => $"the close of {day.BusinessDate:uuuu-MM-dd} does not follow a finished one of the day before");
        tally.Check(
            day.LastDone <= day.Partitions && (day.FinishedAt is null || day.Done == day.Partitions),
            () => $"the close of {day.BusinessDate:uuuu-MM-dd} has {day.Done} partitions done of {day.Partitions}");
        tally.Check(
            day.FinishedAt is null || day.Report == day.Sums,
            () => $"the report of {day.BusinessDate:uuuu-MM-dd} says {day.Report}, its partitions make {day.Sums}");
    }

    private sealed record DayRow
    {
        public LocalDate BusinessDate { get; init; }

        public Instant? FinishedAt { get; init; }

        public int Partitions { get; init; }

        public int Loans { get; init; }

        public int FallingDue { get; init; }

        public Rials FallingDueAmount { get; init; }

        public int Overdue { get; init; }

        public Rials OverdueAmount { get; init; }

        public int Reclassified { get; init; }

        public int Done { get; init; }

        public int LastDone { get; init; }

        public int DoneLoans { get; init; }

        public int DoneFallingDue { get; init; }

        public Rials DoneFallingDueAmount { get; init; }

        public int DoneOverdue { get; init; }

        public Rials DoneOverdueAmount { get; init; }

        public int DoneReclassified { get; init; }

        public (int, int, Rials, int, Rials, int) Report => (Loans, FallingDue, FallingDueAmount, Overdue, OverdueAmount, Reclassified);

        public (int, int, Rials, int, Rials, int) Sums => (DoneLoans, DoneFallingDue, DoneFallingDueAmount, DoneOverdue, DoneOverdueAmount, DoneReclassified);
    }
}
