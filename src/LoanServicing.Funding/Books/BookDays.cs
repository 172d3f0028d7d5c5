using LoanServicing.Domain;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Journal;
using LoanServicing.Platform.Http;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Funding.Books;

/// <summary>Booking days from the first to the last, both included.</summary>
internal sealed record BookDays(LocalDate From, LocalDate To)
{
    /// <summary>Earlier than anything booked, and within the Solar Hijri calendar.</summary>
    public static LocalDate Beginning { get; } = SolarHijriDate.Create(SolarHijriDate.MinYear, 1, 1).ToIso();

    /// <summary>Reads <c>from</c> and <c>to</c> as the query has them; one that is absent is as given.</summary>
    /// <returns>A problem that names the field, else null.</returns>
    public static ApiProblem? Read(string? from, string? to, BookDays absent, LocalDate businessDate, out BookDays days)
    {
        days = absent;
        if (ReadDay("from", from, absent.From, businessDate, out var first) is { } badFrom)
        {
            return badFrom;
        }

        if (ReadDay("to", to, absent.To, businessDate, out var last) is { } badTo)
        {
            return badTo;
        }

        days = new BookDays(first, last);
        return first <= last
            ? null
            : ApiProblem.Malformed("from", "date.after-to", new Bilingual(
                $"The first day lies after the last, {last:uuuu-MM-dd}.", $"روز نخست پس از روز پایانی {last.ToPersian()} است."));
    }

    /// <summary>
    /// The same, where an absent one is the first or last day of the other's period, as far as it has come, and both absent are those of
    /// <paramref name="oldest"/>.
    /// </summary>
    public static ApiProblem? ReadInPeriod(string? from, string? to, AccountingPeriod oldest, LocalDate businessDate, out BookDays days)
    {
        var (field, given) = string.IsNullOrEmpty(from) ? ("to", to) : ("from", from);
        days = new BookDays(oldest.FirstDay, oldest.FirstDay);
        if (ReadDay(field, given, oldest.FirstDay, businessDate, out var day) is { } problem)
        {
            return problem;
        }

        var period = AccountingPeriod.Of(day);
        var absent = new BookDays(period.FirstDay, businessDate < period.LastDay ? businessDate : period.LastDay);
        return Read(from, to, absent, businessDate, out days);
    }

    /// <summary>A day of the Gregorian calendar, <c>yyyy-MM-dd</c>, not after the business date.</summary>
    public static ApiProblem? ReadDay(string field, string? text, LocalDate absent, LocalDate businessDate, out LocalDate day)
    {
        day = absent;
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var parsed = LocalDatePattern.Iso.Parse(Digits.Normalise(text));
        if (!parsed.TryGetValue(default, out day) || !SolarHijriDate.Covers(day))
        {
            return ApiProblem.Malformed(field, "date.invalid", new Bilingual(
                "A Gregorian date like 2026-11-22 that exists is expected.", "تاریخ میلادی معتبر مانند 2026-11-22 لازم است."));
        }

        return day <= businessDate
            ? null
            : ApiProblem.Malformed(field, "date.after-business-date", new Bilingual(
                $"Nothing is booked after the business date, {businessDate:uuuu-MM-dd}.", $"پس از تاریخ کاری {businessDate.ToPersian()} چیزی ثبت نشده است."));
    }
}
