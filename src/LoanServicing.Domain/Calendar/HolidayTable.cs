using NodaTime;

namespace LoanServicing.Domain.Calendar;

/// <summary>A day of the week on which banks are closed, in all years or in some.</summary>
/// <param name="Day">Its English name: <c>Friday</c>.</param>
/// <param name="From">First Solar Hijri date, such as <c>1405/01/01</c>; null: always so.</param>
/// <param name="To">Last Solar Hijri date, included; null: from then on.</param>
/// <param name="Provinces">Where; null: everywhere.</param>
public sealed record WeeklyHoliday(string Day, string? From = null, string? To = null, IReadOnlyList<string>? Provinces = null)
{
    /// <exception cref="ArgumentOutOfRangeException">A date is none; <see cref="HolidayTable.Validate"/> says which.</exception>
    internal (LocalDate First, LocalDate Last) Days => (HolidayTable.Iso(From) ?? LocalDate.MinIsoValue, HolidayTable.Iso(To) ?? LocalDate.MaxIsoValue);

    internal IsoDayOfWeek DayOfWeek => Enum.Parse<IsoDayOfWeek>(Day);
}

/// <summary>One day on which banks are closed.</summary>
/// <param name="Date">A Solar Hijri date. A lunar holiday has another one every year, known only when the moon was seen.</param>
/// <param name="Name">What is kept on it.</param>
/// <param name="Provinces">Where; null: everywhere.</param>
public sealed record Holiday(string Date, string Name, IReadOnlyList<string>? Provinces = null);

/// <summary>The days on which banks are closed, per province, as configured (domain.md section 5).</summary>
public sealed record HolidayTable(IReadOnlyList<WeeklyHoliday> Weekly, IReadOnlyList<Holiday> Dates)
{
    private const int DaysOfWeek = 7;

    /// <summary>Everything that keeps this table from being used, in sentences; empty when it is sound.</summary>
    /// <param name="provinces">Those that exist.</param>
    public IReadOnlyList<string> Validate(IReadOnlyCollection<string> provinces)
    {
        if (Weekly is null || Dates is null)
        {
            return ["A table of holidays has the lists weekly and dates; write [] where there are none."];
        }

        List<string> problems = [.. Weekly.SelectMany(ProblemsOf), .. Dates.SelectMany(ProblemsOf)];
        problems.AddRange(Weekly.SelectMany(one => UnknownIn(one.Provinces, provinces, $"The weekly holiday {one.Day}")));
        problems.AddRange(Dates.SelectMany(one => UnknownIn(one.Provinces, provinces, $"The holiday of {one.Date}")));
        return problems.Count > 0 ? problems : [.. provinces.SelectMany(Contradictions).Distinct()];
    }

    internal static LocalDate? Iso(string? persian) => persian is null
        ? null
        : SolarHijriDate.TryParse(persian, out var date) ? date.ToIso() : throw new ArgumentOutOfRangeException(nameof(persian), persian, "No Solar Hijri date.");

    internal static bool Holds(IReadOnlyList<string>? provinces, string province) => provinces is null || provinces.Contains(province);

    private static bool Exists(string? persian) => SolarHijriDate.TryParse(persian, out _);

    private static IEnumerable<string> ProblemsOf(WeeklyHoliday weekly)
    {
        if (!Enum.GetNames<IsoDayOfWeek>().Contains(weekly.Day) || weekly.Day == nameof(IsoDayOfWeek.None))
        {
            yield return $"The weekly holiday '{weekly.Day}' is no day of the week; write Friday, for instance.";
        }

        string[] bad = [.. new[] { weekly.From, weekly.To }.OfType<string>().Where(date => !Exists(date))];
        foreach (var date in bad)
        {
            yield return $"The weekly holiday {weekly.Day} has the date '{date}', which is no Solar Hijri date like 1405/01/31.";
        }

        if (bad.Length == 0 && weekly.Days is var (first, last) && last < first)
        {
            yield return $"The weekly holiday {weekly.Day} ends on {weekly.To}, before it begins on {weekly.From}.";
        }
    }

    private static IEnumerable<string> ProblemsOf(Holiday holiday)
    {
        if (!Exists(holiday.Date))
        {
            yield return $"The holiday '{holiday.Name}' has the date '{holiday.Date}', which is no Solar Hijri date like 1405/01/31.";
        }

        if (string.IsNullOrWhiteSpace(holiday.Name))
        {
            yield return $"The holiday of {holiday.Date} has no name.";
        }
    }

    private static IEnumerable<string> UnknownIn(IReadOnlyList<string>? named, IReadOnlyCollection<string> known, string what) =>
        named is { Count: 0 }
            ? [$"{what} names no province; leave provinces out where it is kept everywhere."]
            : (named ?? []).Except(known).Select(one => $"{what} names the province '{one}', which the programme does not have; it has {string.Join(", ", known)}.");

    private IEnumerable<string> Contradictions(string province)
    {
        var weekly = Weekly.Where(one => Holds(one.Provinces, province)).ToList();
        foreach (var (index, one) in weekly.Index())
        {
            if (weekly.Skip(index + 1).Any(other => other.Day == one.Day && Overlap(one.Days, other.Days)))
            {
                yield return $"The weekly holiday {one.Day} is written twice for the same days of {province}.";
            }

            if (weekly.Count(other => Overlap((one.Days.First, one.Days.First), other.Days)) >= DaysOfWeek)
            {
                yield return $"{province} has a holiday on every day of the week from {one.From ?? "the beginning"} on.";
            }
        }

        foreach (var twice in Dates.Where(one => Holds(one.Provinces, province)).GroupBy(one => Iso(one.Date)).Where(day => day.Count() > 1))
        {
            yield return $"The holiday of {twice.First().Date} is written twice for {province}.";
        }
    }

    private static bool Overlap((LocalDate First, LocalDate Last) one, (LocalDate First, LocalDate Last) other) => one.First <= other.Last && other.First <= one.Last;
}
