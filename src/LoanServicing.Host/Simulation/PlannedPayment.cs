using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Host.Simulation;

/// <summary>One row of a loan's schedule as the API gave it.</summary>
internal sealed record ScheduleRow(int Number, LocalDate DueDate, Rials Total);

/// <summary>A payment that a borrower means to make, and under which bank reference.</summary>
/// <param name="Amount">Null: whatever settles the loan that day.</param>
internal sealed record PlannedPayment(string Reference, LocalDate ValueDate, Rials? Amount, bool SentTwice);

/// <summary>What a borrower of each habit plans; it follows from the seed, the row and the instalment.</summary>
internal static class PaymentPlans
{
    private const long RoundTo = 1_000_000;

    public static IReadOnlyList<PlannedPayment> Of(PayingHabit habit, string reference, IReadOnlyList<ScheduleRow> schedule)
    {
        var rows = schedule.Where(row => row.Total.IsPositive).ToList();
        return habit switch
        {
            PayingHabit.Late => [.. rows.Select(row => Whole(reference, row) with { ValueDate = MonthAfter(row.DueDate) })],
            PayingHabit.OddPieces => [.. rows.SelectMany(row => Pieces(reference, row))],
            PayingHabit.SentTwice => [.. rows.Select(row => Whole(reference, row) with { SentTwice = true })],
            PayingHabit.RoundedUp => [.. rows.Select(row => Whole(reference, row) with { Amount = RoundUp(row.Total) })],
            PayingHabit.SettlesEarly => SettlesEarly(reference, rows),
            _ => [.. rows.Select(row => Whole(reference, row))],
        };
    }

    private static PlannedPayment Whole(string reference, ScheduleRow row) => new($"{reference}-{row.Number}", row.DueDate, row.Total, false);

    private static IEnumerable<PlannedPayment> Pieces(string reference, ScheduleRow row)
    {
        var first = row.Total.MulDivFloor(37, 100) + new Rials(1);
        yield return new PlannedPayment($"{reference}-{row.Number}a", row.DueDate, first, false);
        if (row.Total > first)
        {
            yield return new PlannedPayment($"{reference}-{row.Number}b", row.DueDate, row.Total - first, false);
        }
    }

    private static IReadOnlyList<PlannedPayment> SettlesEarly(string reference, List<ScheduleRow> rows)
    {
        var regular = rows.Take(Math.Max(1, rows.Count / 3)).ToList();
        return
        [
            .. regular.Select(row => Whole(reference, row)),
            new PlannedPayment($"{reference}-early", regular[^1].DueDate, null, false),
        ];
    }

    private static Rials RoundUp(Rials amount) => new((amount.Value + RoundTo - 1) / RoundTo * RoundTo);

    private static LocalDate MonthAfter(LocalDate date)
    {
        var persian = SolarHijriDate.FromIso(date);
        return persian.PlusMonths(1, persian.Day).ToIso();
    }
}
