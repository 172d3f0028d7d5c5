using LoanServicing.Contracts;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Time;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Repayment.CloseOfDay;

/// <summary>
/// Closes the business days that are over, one after another in their order, each in partitions. Whatever ends it, it goes on where it finds things: a partition
/// that is done is not done again, and a day that is finished is not touched, unless the business date is set back behind it (docs/close-of-day.md).
/// </summary>
internal sealed class CloseOfDayRun([FromKeyedServices(RepaymentService.Name)] IDatabase database, CloseOfDaySettings settings, LoanCalendar calendar, IClock clock)
{
    private const string Actor = "repayment";

    /// <summary>The one key of the stream that says that days are closed.</summary>
    public static Guid Key { get; } = new("c0000000-0000-7000-8000-000000000001");

    /// <summary>Closes all days before the business date that are not closed yet.</summary>
    /// <returns>How many were finished.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var finished = 0;
        while (await BeginAsync(cancel) is { } day)
        {
            for (var number = 1; number <= day.Partitions; number++)
            {
                var partition = number;
                await database.WriteAsync(async unit => await IsOverAsync(unit, day) && await ClosePartition.RunAsync(unit, day, partition, settings, calendar), cancel);
            }

            finished += await database.WriteAsync(unit => FinishAsync(unit, day), cancel) ? 1 : 0;
        }

        return finished;
    }

    /// <summary>The day that is to be closed next; null when none is over. The first time, days are counted from the business date on.</summary>
    private async Task<CloseOfDayRow?> BeginAsync(CancellationToken cancel)
    {
        var (newest, today) = await NewestAsync(cancel);
        if (newest?.BusinessDate >= today)
        {
            await database.WriteAsync(ReopenAsync, cancel);
            (newest, today) = await NewestAsync(cancel);
        }

        if (newest is { FinishedAt: null })
        {
            return newest.BusinessDate < today ? newest : null;
        }

        return newest is not null && newest.BusinessDate.PlusDays(1) >= today ? null : await database.WriteAsync(BeginAsync, cancel);
    }

    private Task<(CloseOfDayRow? Newest, LocalDate Today)> NewestAsync(CancellationToken cancel) => database.ReadAsync(
        async connection => (await CloseOfDayStore.NewestAsync(connection), await BusinessDates.CurrentAsync(connection, clock)), cancel);

    /// <summary>The business date was set back: days that are not over are closed again when they are.</summary>
    private static async Task<bool> ReopenAsync(UnitOfWork unit)
    {
        var (newest, today) = (await CloseOfDayStore.NewestAsync(unit), await BusinessDates.CurrentAsync(unit));
        if (newest is null || newest.BusinessDate < today)
        {
            return false; // another process has done it
        }

        await CloseOfDayStore.ReopenAsync(unit, today);
        unit.Record(new AuditEntry(
            Actor, "day.reopened", "day", NodaTime.Text.LocalDatePattern.Iso.Format(today), today, new { From = today, Through = newest.BusinessDate }));
        return true;
    }

    private static async Task<bool> IsOverAsync(UnitOfWork unit, CloseOfDayRow day) => day.BusinessDate < await BusinessDates.CurrentAsync(unit);

    private async Task<CloseOfDayRow?> BeginAsync(UnitOfWork unit)
    {
        var (newest, today) = (await CloseOfDayStore.NewestAsync(unit), await BusinessDates.CurrentAsync(unit));
        if (newest is { FinishedAt: null })
        {
            return newest; // another process has begun it
        }

        var last = await CloseOfDayStore.LastSerialAsync(unit);
        var loans = Math.Max(0, last - ClosePartition.FirstSerial + 1);
        var day = new CloseOfDayRow
        {
            BusinessDate = newest?.BusinessDate.PlusDays(1) ?? today.PlusDays(-1),
            ThroughSerial = last,
            Partitions = newest is null ? 0 : (int)((loans + settings.LoansPerPartition - 1) / settings.LoansPerPartition),
            StartedAt = unit.Now,
            FinishedAt = newest is null ? unit.Now : null,
        };
        if (day.BusinessDate >= today)
        {
            return null;
        }

        await CloseOfDayStore.InsertAsync(unit, day);
        return newest is null ? null : day;
    }

    private static async Task<bool> FinishAsync(UnitOfWork unit, CloseOfDayRow day)
    {
        if (!await IsOverAsync(unit, day) || await CloseOfDayStore.CountDoneAsync(unit, day.BusinessDate) < day.Partitions || await CloseOfDayStore.FinishAsync(unit, day.BusinessDate) is not { } report)
        {
            return false;
        }

        unit.Publish(new DayClosed(
            unit.Header(Streams.CloseOfDay, Key, await CloseOfDayStore.SequenceAsync(unit), day.BusinessDate), day.BusinessDate, report.Loans, report.FallingDue, report.Overdue, report.Reclassified));
        unit.Record(new AuditEntry(
            Actor, "day.closed", "day", NodaTime.Text.LocalDatePattern.Iso.Format(day.BusinessDate), day.BusinessDate,
            new { day.Partitions, report.Loans, report.FallingDue, report.FallingDueAmount, report.Overdue, report.OverdueAmount, report.Reclassified }));
        return true;
    }
}
