using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Domain.Loans;

/// <summary>
/// The last day on which an instalment can be paid in time: its due date, or where that is a holiday the next business day (domain.md section 5). What was counted
/// for a loan is kept with it, so that a holiday that is entered or taken out afterwards does not change charges of the past.
/// </summary>
public sealed class GraceDays
{
    private readonly IReadOnlyDictionary<LocalDate, LocalDate> _moved;
    private readonly Func<LocalDate, LocalDate>? _nextBusinessDay;

    private GraceDays(LocalDate? countedThrough, IReadOnlyDictionary<LocalDate, LocalDate> moved, Func<LocalDate, LocalDate>? nextBusinessDay) =>
        (CountedThrough, _moved, _nextBusinessDay) = (countedThrough, moved, nextBusinessDay);

    /// <summary>Nothing was counted yet, and no day is known to be a holiday.</summary>
    public static GraceDays None { get; } = new(null, new Dictionary<LocalDate, LocalDate>(), null);

    /// <summary>Due dates up to this day are as they were counted; null where none was.</summary>
    public LocalDate? CountedThrough { get; }

    /// <summary>Due dates that were not counted yet are looked up.</summary>
    /// <param name="nextBusinessDay">The day itself where it is one.</param>
    public GraceDays Asking(Func<LocalDate, LocalDate> nextBusinessDay) => new(CountedThrough, _moved, nextBusinessDay);

    /// <summary>The last day on which what is payable on the day is in time.</summary>
    public LocalDate LastFor(LocalDate payableOn) =>
        payableOn <= CountedThrough ? _moved.GetValueOrDefault(payableOn, payableOn) : _nextBusinessDay?.Invoke(payableOn) ?? payableOn;

    /// <summary>These days are counted from now on.</summary>
    /// <param name="payableOn">All days on which something is payable until then.</param>
    public GraceDays Counting(LocalDate day, IEnumerable<LocalDate> payableOn)
    {
        ArgumentNullException.ThrowIfNull(payableOn);
        if (day <= CountedThrough)
        {
            return this;
        }

        var moved = new Dictionary<LocalDate, LocalDate>(_moved);
        foreach (var due in payableOn.Where(due => !(due <= CountedThrough) && due <= day && LastFor(due) != due))
        {
            moved[due] = LastFor(due);
        }

        return new GraceDays(day, moved, _nextBusinessDay);
    }

    /// <summary>The day counted through, then each due date that moved with a slash and its day; empty for none.</summary>
    public string Write() => CountedThrough is not { } day
        ? ""
        : string.Join(' ', _moved.OrderBy(one => one.Key).Select(one => $"{Iso(one.Key)}/{Iso(one.Value)}").Prepend(Iso(day)));

    /// <summary>Reads the text; false for anything else, so that a damaged row can be named.</summary>
    public static bool TryParse(string? text, out GraceDays days)
    {
        days = None;
        if (string.IsNullOrEmpty(text))
        {
            return text is not null;
        }

        var parts = text.Split(' ');
        var moved = new Dictionary<LocalDate, LocalDate>();
        foreach (var pair in parts.Skip(1).Select(part => part.Split('/')))
        {
            if (pair.Length != 2 || Read(pair[0]) is not { } due || Read(pair[1]) is not { } last || last <= due || !moved.TryAdd(due, last))
            {
                return false;
            }
        }

        if (Read(parts[0]) is not { } through)
        {
            return false;
        }

        days = new GraceDays(through, moved, null);
        return true;
    }

    private static LocalDate? Read(string text) => LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day } ? day : null;

    private static string Iso(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
