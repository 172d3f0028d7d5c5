using LoanServicing.Domain.Calendar;
using LoanServicing.Host.Clients;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Host.Simulation;

/// <summary>The business date, read and moved through the API.</summary>
internal sealed class SimulatedDay(People people)
{
    public async Task<LocalDate> TodayAsync(CancellationToken cancel)
    {
        var position = (await people.Finance.GetAsync("/funding/position", cancel)).Expect("position");
        return LocalDatePattern.Iso.Parse((string)position["asOf"]!).Value;
    }

    /// <summary>Begins on a date, or goes on where an earlier run was cut: once something is posted the date is not set back.</summary>
    public async Task<LocalDate> BeginAsync(LocalDate start, CancellationToken cancel)
    {
        var answer = await SetAsync(start, cancel);
        return answer.IsSuccess ? start : await TodayAsync(cancel);
    }

    public async Task MoveToAsync(LocalDate date, CancellationToken cancel) => (await SetAsync(date, cancel)).Expect($"business date {date:uuuu-MM-dd}");

    /// <summary>The first day of the next Solar Hijri month.</summary>
    public static LocalDate NextMonth(LocalDate date)
    {
        var persian = SolarHijriDate.FromIso(date);
        return SolarHijriDate.Create(persian.Year, persian.Month, 1).PlusMonths(1, 1).ToIso();
    }

    private Task<ApiAnswer> SetAsync(LocalDate date, CancellationToken cancel) =>
        people.Finance.PostAsync("/dev/clock", new { date = LocalDatePattern.Iso.Format(date) }, null, cancel);
}
