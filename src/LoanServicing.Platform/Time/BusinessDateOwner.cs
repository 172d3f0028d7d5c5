using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Domain;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace LoanServicing.Platform.Time;

/// <summary>
/// The one place that changes the business date. It moves to the next day by itself when the day changes in Iran, unless somebody has set
/// it by hand. The owner is a service; it says which date its books no longer allow to go behind.
/// </summary>
/// <param name="services">Every service that must have a date before a change counts as done.</param>
/// <param name="notBefore">The latest date on which something was posted or closed; null when nothing was.</param>
public sealed class BusinessDateOwner(
    IDatabase database, IReadOnlyCollection<string> services, Func<UnitOfWork, Task<LocalDate?>> notBefore, IClock clock,
    ILogger<BusinessDateOwner> log)
    : BackgroundService
{
    private const string RecordAdoption =
        "update business_date_adoption set change_sequence = @ChangeSequence where service = @Service and change_sequence < @ChangeSequence";

    private const string InsertAdoption =
        """
        insert into business_date_adoption (service, change_sequence)
        select @Service, @ChangeSequence where not exists (select 1 from business_date_adoption where service = @Service)
        """;

    private const string CountAdopted = "select count(*) from business_date_adoption where change_sequence >= @sequence";

    private static readonly TimeSpan LookAtTheCalendar = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookForAdoption = TimeSpan.FromMilliseconds(20);

    /// <summary>Sets the date by hand.</summary>
    /// <returns>The change's sequence, or a refusal when something is posted or closed later than <paramref name="date"/>.</returns>
    public Task<(long Sequence, ApiProblem? Problem)> SetAsync(LocalDate date, string actor, CancellationToken cancel) =>
        database.WriteAsync(
            async unit =>
            {
                if (await notBefore(unit) is { } bound && date < bound)
                {
                    return (0, new ApiProblem(409, "business-date.before-last-posting", new Bilingual(
                        $"Something is posted or closed on {bound:uuuu-MM-dd}; the business date cannot go before it.",
                        $"در تاریخ {bound:uuuu-MM-dd} سندی ثبت یا روزی بسته شده است؛ تاریخ کاری نمی‌تواند پیش از آن باشد."))
                        .With("notBefore", bound));
                }

                var sequence = await ChangeAsync(unit, date, byHand: true);
                unit.Record(new AuditEntry(actor, "business-date.set", "business-date", "programme", date, new { date, sequence }));
                return (sequence, (ApiProblem?)null);
            },
            cancel);

    /// <summary>Ends when every service has taken over the change; false when they have not within <paramref name="atMost"/>.</summary>
    public async Task<bool> WaitForAdoptionAsync(long sequence, TimeSpan atMost, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(LookForAdoption);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        do
        {
            var adopted = await database.ReadAsync(connection => connection.QuerySingleAsync<long>(CountAdopted, new { sequence }), cancel);
            if (adopted >= services.Count)
            {
                return true;
            }
        }
        while (System.Diagnostics.Stopwatch.GetElapsedTime(started) < atMost && await timer.WaitForNextTickAsync(cancel));

        return false;
    }

    /// <summary>The owner's handler of every service's answer.</summary>
    public static async Task RecordAdoptionAsync(BusinessDateAdopted fact, UnitOfWork unit)
    {
        var values = new { fact.Service, fact.ChangeSequence };
        if (await unit.ExecuteAsync(RecordAdoption, values) == 0)
        {
            await unit.ExecuteAsync(InsertAdoption, values);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookAtTheCalendar);
        try
        {
            do
            {
                await TryFollowTheCalendarAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    internal async Task TryFollowTheCalendarAsync(CancellationToken cancel)
    {
        try
        {
            await database.WriteAsync(FollowTheCalendarAsync, cancel);
        }
        catch (Exception cause) when (cause is DatabaseUnavailableException or ConcurrentChangeException or System.Data.Common.DbException)
        {
            log.LogWarning("The business date waits for {Database}: {Cause}", database.Name, DatabaseErrors.Describe(cause));
        }
    }

    private async Task FollowTheCalendarAsync(UnitOfWork unit)
    {
        var row = await BusinessDates.RowAsync(unit);
        var today = BusinessDates.Today(clock.GetCurrentInstant());
        if (row is null || (!row.ByHand && row.Date < today))
        {
            await ChangeAsync(unit, today, byHand: false);
        }
    }

    private static async Task<long> ChangeAsync(UnitOfWork unit, LocalDate date, bool byHand)
    {
        var sequence = ((await BusinessDates.RowAsync(unit))?.Sequence ?? 0) + 1;
        if (!await BusinessDates.StoreAsync(unit, new BusinessDateRow { Date = date, Sequence = sequence, ByHand = byHand }))
        {
            throw new ConcurrentChangeException("The business date");
        }

        var header = unit.Header(Streams.BusinessDate, BusinessDateKeys.Programme, sequence, date);
        unit.Publish(new BusinessDateChanged(header, date, byHand));
        return sequence;
    }
}
