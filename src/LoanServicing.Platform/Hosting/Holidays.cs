using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Data;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Platform.Hosting;

/// <summary>Loads the days on which banks are closed: the defaults embedded here, or the JSON file that <c>Holidays:File</c> names.</summary>
public static class Holidays
{
    /// <param name="programme">Its provinces are those that the table may name.</param>
    /// <exception cref="StartupException">The file cannot be read or the table is unsound; every reason is given.</exception>
    public static BusinessDays Load(IConfiguration configuration, Programme programme)
    {
        ArgumentNullException.ThrowIfNull(programme);
        var table = ConfiguredFile.Load<HolidayTable>(
            configuration, "Holidays:File", "holidays.json", "table of holidays", ConfiguredFile.Strict, table => ProblemsOf(table, programme.Provinces));
        return BusinessDays.Of(table, programme.Provinces);
    }

    /// <summary>A loan does not carry its province, so that where a programme has several, what differs between them could not be told apart.</summary>
    private static IReadOnlyList<string> ProblemsOf(HolidayTable table, IReadOnlyList<string> provinces)
    {
        if (provinces.Count == 0)
        {
            return ["The programme names no province."];
        }

        var problems = table.Validate(provinces);
        var differ = problems.Count == 0 && provinces.Count > 1
            && (table.Weekly.Any(one => one.Provinces is not null) || table.Dates.Any(one => one.Provinces is not null));
        return differ ? ["A loan does not carry its province, and the programme has several: leave provinces out of every holiday."] : problems;
    }
}
