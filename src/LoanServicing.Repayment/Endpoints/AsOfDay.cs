using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Platform.Http;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>The day that a question is about, as the query writes it.</summary>
internal static class AsOfDay
{
    // A year and a half of margin on both sides, because classes look eighteen months around the day.
    private static LocalDate Earliest { get; } = SolarHijriDate.Create(SolarHijriDate.MinYear + 2, 1, 1).ToIso();

    private static LocalDate Latest { get; } = SolarHijriDate.Create(SolarHijriDate.MaxYear - 2, 12, 29).ToIso();

    /// <summary>A problem for anything but no text (the day is null) and a date of the years that the calendar covers.</summary>
    /// <param name="field">Its name, for the refusal.</param>
    public static ApiProblem? Read(string field, string? text, out LocalDate? day)
    {
        day = null;
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var parsed = LocalDatePattern.Iso.Parse(Digits.Normalise(text));
        if (!parsed.Success || parsed.Value < Earliest || parsed.Value > Latest)
        {
            return ApiProblem.Malformed(field, "date.invalid", new(
                "A date like 2026-11-22 that exists is expected.", "تاریخ میلادی معتبر مانند 2026-11-22 لازم است."));
        }

        day = parsed.Value;
        return null;
    }
}
