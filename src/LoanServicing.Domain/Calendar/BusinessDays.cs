using NodaTime;

namespace LoanServicing.Domain.Calendar;

/// <summary>
/// Which days banks work, per province (domain.md section 5). A due date never moves; what moves with a holiday is the day from which an
/// unpaid instalment is late. Dates are ISO dates, without a zone.
/// </summary>
public sealed class BusinessDays
{
    private readonly Dictionary<string, Closed> _provinces;

    private BusinessDays(Dictionary<string, Closed> provinces) => _provinces = provinces;

    /// <exception cref="ArgumentException">The table has a problem; ask <see cref="HolidayTable.Validate"/> first.</exception>
    public static BusinessDays Of(HolidayTable table, IReadOnlyCollection<string> provinces)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(provinces);
        var problems = table.Validate(provinces);
        return problems.Count == 0
            ? new BusinessDays(provinces.ToDictionary(province => province, province => Closed.In(table, province)))
            : throw new ArgumentException(string.Join(" ", problems), nameof(table));
    }

    /// <summary>Whether banks of the province are closed on the day.</summary>
    /// <exception cref="ArgumentException">No such province.</exception>
    public bool IsHoliday(string province, LocalDate date) => In(province).On(date);

    /// <summary>The day itself where banks work on it, else the next one on which they do.</summary>
    /// <exception cref="ArgumentException">No such province.</exception>
    public LocalDate NextBusinessDay(string province, LocalDate date) => Step(In(province), date, 1);

    /// <summary>The day itself where banks work on it, else the last one before on which they did.</summary>
    /// <exception cref="ArgumentException">No such province.</exception>
    public LocalDate LastBusinessDay(string province, LocalDate date) => Step(In(province), date, -1);

    // It ends: some day of the week is open (the table was checked), and of those the named dates close only so many.
    private static LocalDate Step(Closed closed, LocalDate date, int days)
    {
        var day = date;
        while (closed.On(day))
        {
            day = day.PlusDays(days);
        }

        return day;
    }

    private Closed In(string province) =>
        _provinces.TryGetValue(province, out var closed) ? closed : throw new ArgumentException($"There are no holidays of '{province}'.", nameof(province));

    private sealed record Closed(IReadOnlyList<(IsoDayOfWeek Day, LocalDate First, LocalDate Last)> Weekly, IReadOnlySet<LocalDate> Dates)
    {
        public static Closed In(HolidayTable table, string province) => new(
            [
                .. from one in table.Weekly
                   where HolidayTable.Holds(one.Provinces, province)
                   select (one.DayOfWeek, one.Days.First, one.Days.Last),
            ],
            table.Dates.Where(one => HolidayTable.Holds(one.Provinces, province)).Select(one => HolidayTable.Iso(one.Date)!.Value).ToHashSet());

        public bool On(LocalDate date) =>
            Dates.Contains(date) || Weekly.Any(one => one.Day == date.DayOfWeek && one.First <= date && date <= one.Last);
    }
}
