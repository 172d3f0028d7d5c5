using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Repayment.CloseOfDay;

/// <summary>The close of a day, as stored.</summary>
internal sealed record CloseOfDayRow
{
    public LocalDate BusinessDate { get; init; }

    /// <summary>The last loan that was open when it began.</summary>
    public long ThroughSerial { get; init; }

    public int Partitions { get; init; }

    public Instant StartedAt { get; init; }

    /// <summary>Null while it is under way.</summary>
    public Instant? FinishedAt { get; init; }

    public int Loans { get; init; }

    public int FallingDue { get; init; }

    public Rials FallingDueAmount { get; init; }

    public int Overdue { get; init; }

    public Rials OverdueAmount { get; init; }

    public int Reclassified { get; init; }
}

/// <summary>What the close of one partition found.</summary>
internal sealed record PartitionSums(int Loans, int FallingDue, Rials FallingDueAmount, int Overdue, Rials OverdueAmount, int Reclassified);

/// <summary>Days that are closed or being closed, and their partitions.</summary>
internal static class CloseOfDayStore
{
    private const string Columns =
        "business_date, through_serial, partitions, started_at, finished_at, loans, falling_due, falling_due_amount, overdue, overdue_amount, reclassified";

    private const string Newest = $"select {Columns} from close_of_day order by business_date desc";

    private const string Before = $"select {Columns} from close_of_day where business_date < @before order by business_date desc";

    private const string LastSerial = "select coalesce(max(serial), 0) from loan";

    private const string Insert =
        $"""
        insert into close_of_day ({Columns})
        values (@BusinessDate, @ThroughSerial, @Partitions, @StartedAt, @FinishedAt, 0, 0, 0, 0, 0, 0)
        """;

    private const string CountFacts = "select (select count(*) from close_of_day) - 1 + (select count(*) from reopened_day)";

    private const string CountDone = "select count(*) from close_of_day_partition where business_date = @day";

    private const string IsDone = "select count(*) from close_of_day_partition where business_date = @day and number = @number";

    private const string InsertDone =
        """
        insert into close_of_day_partition (
          business_date, number, loans, falling_due, falling_due_amount, overdue, overdue_amount, reclassified, done_at)
        values (@day, @number, @Loans, @FallingDue, @FallingDueAmount, @Overdue, @OverdueAmount, @Reclassified, @Now)
        """;

    private const string Sum =
        """
        select coalesce(sum(loans), 0) as loans, coalesce(sum(falling_due), 0) as falling_due, coalesce(sum(falling_due_amount), 0) as falling_due_amount,
          coalesce(sum(overdue), 0) as overdue, coalesce(sum(overdue_amount), 0) as overdue_amount, coalesce(sum(reclassified), 0) as reclassified
        from close_of_day_partition where business_date = @day
        """;

    private const string Finish =
        """
        update close_of_day set finished_at = @Now, loans = @Loans, falling_due = @FallingDue, falling_due_amount = @FallingDueAmount,
          overdue = @Overdue, overdue_amount = @OverdueAmount, reclassified = @Reclassified
        where business_date = @day and finished_at is null
        """;

    // Of the first row no fact was told.
    private const string KeepReopened =
        """
        insert into reopened_day (business_date, closed_at, reopened_at)
        select business_date, finished_at, @Now from close_of_day
        where business_date >= @from and finished_at is not null and business_date > (select min(business_date) from close_of_day)
        """;

    private const string DeleteDone = "delete from close_of_day_partition where business_date >= @from";

    private const string DeleteDays = "delete from close_of_day where business_date >= @from";

    public static async Task<CloseOfDayRow?> NewestAsync(DbConnection connection) =>
        (await connection.QueryAsync<CloseOfDayRow>(connection.First(Newest, "1"))).SingleOrDefault();

    public static async Task<CloseOfDayRow?> NewestAsync(UnitOfWork unit) => (await unit.QueryAsync<CloseOfDayRow>(unit.First(Newest, "1"))).SingleOrDefault();

    /// <summary>The days before one, newest first.</summary>
    public static async Task<IReadOnlyList<CloseOfDayRow>> BeforeAsync(DbConnection connection, LocalDate before, int rows) =>
        [.. await connection.QueryAsync<CloseOfDayRow>(connection.First(Before, "@rows"), new { before, rows })];

    public static Task<long> LastSerialAsync(UnitOfWork unit) => unit.QuerySingleAsync<long>(LastSerial);

    /// <summary>The number of the fact that the newest day is closed: the first row only says from when on days are counted.</summary>
    public static Task<long> SequenceAsync(UnitOfWork unit) => unit.QuerySingleAsync<long>(CountFacts);

    /// <summary>The close of this day and of those after it is taken back, finished or not.</summary>
    public static async Task ReopenAsync(UnitOfWork unit, LocalDate from)
    {
        await unit.ExecuteAsync(KeepReopened, new { from, unit.Now });
        await unit.ExecuteAsync(DeleteDone, new { from });
        await unit.ExecuteAsync(DeleteDays, new { from });
    }

    public static Task InsertAsync(UnitOfWork unit, CloseOfDayRow row) => unit.ExecuteAsync(Insert, row);

    public static Task<int> CountDoneAsync(DbConnection connection, LocalDate day) => connection.QuerySingleAsync<int>(CountDone, new { day });

    public static Task<int> CountDoneAsync(UnitOfWork unit, LocalDate day) => unit.QuerySingleAsync<int>(CountDone, new { day });

    public static async Task<bool> IsDoneAsync(UnitOfWork unit, LocalDate day, int number) => await unit.QuerySingleAsync<int>(IsDone, new { day, number }) > 0;

    /// <summary>A partition is done; a second process that has done it too ends its unit here and finds it done when it runs again.</summary>
    public static Task DoneAsync(UnitOfWork unit, LocalDate day, int number, PartitionSums sums) => unit.ExecuteAsync(InsertDone, new
    {
        day, number, sums.Loans, sums.FallingDue, sums.FallingDueAmount, sums.Overdue, sums.OverdueAmount, sums.Reclassified, unit.Now,
    });

    /// <summary>The report of the day from its partitions; null when another process has finished it.</summary>
    public static async Task<CloseOfDayRow?> FinishAsync(UnitOfWork unit, LocalDate day)
    {
        var sums = await unit.QuerySingleAsync<CloseOfDayRow>(Sum, new { day });
        var finished = await unit.ExecuteAsync(Finish, new
        {
            day, sums.Loans, sums.FallingDue, sums.FallingDueAmount, sums.Overdue, sums.OverdueAmount, sums.Reclassified, unit.Now,
        });
        return finished == 1 ? sums : null;
    }
}
