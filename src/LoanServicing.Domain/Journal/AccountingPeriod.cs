using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Identifiers;
using NodaTime;

namespace LoanServicing.Domain.Journal;

/// <summary>A month of the Solar Hijri calendar, the length of time that the books are closed by (domain.md sections 5 and 7).</summary>
public readonly record struct AccountingPeriod : IComparable<AccountingPeriod>
{
    private const int CodeLength = 7;

    private readonly int _yearMonth;

    private AccountingPeriod(int year, int month) => _yearMonth = (year * 100) + month;

    private int Year => _yearMonth / 100;

    private int Month => _yearMonth % 100;

    /// <summary>As it is stored and shown, for instance <c>1405-08</c>.</summary>
    public string Code => $"{Year:0000}-{Month:00}";

    public LocalDate FirstDay => SolarHijriDate.Create(Year, Month, 1).ToIso();

    public LocalDate LastDay => SolarHijriDate.Create(Year, Month, SolarHijriDate.MonthLength(Year, Month)).ToIso();

    public AccountingPeriod Next => Month == 12 ? new(Year + 1, 1) : new(Year, Month + 1);

    public static bool operator <(AccountingPeriod left, AccountingPeriod right) => left._yearMonth < right._yearMonth;

    public static bool operator >(AccountingPeriod left, AccountingPeriod right) => left._yearMonth > right._yearMonth;

    public static bool operator <=(AccountingPeriod left, AccountingPeriod right) => left._yearMonth <= right._yearMonth;

    public static bool operator >=(AccountingPeriod left, AccountingPeriod right) => left._yearMonth >= right._yearMonth;

    /// <summary>The period in which a day of the ISO calendar lies.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The calendar does not cover the day.</exception>
    public static AccountingPeriod Of(LocalDate day)
    {
        var persian = SolarHijriDate.FromIso(day);
        return new AccountingPeriod(persian.Year, persian.Month);
    }

    /// <summary>Reads <c>1405-08</c>, Persian and Arabic digits too; false for a month that the calendar does not have or does not cover.</summary>
    public static bool TryParse(string? text, out AccountingPeriod period)
    {
        var plain = Digits.Normalise(text ?? "").Trim();
        var exists = SolarHijriDate.TryParse(plain + "-01", out var first) && plain.Length == CodeLength && first.Year < SolarHijriDate.MaxYear;
        period = exists ? new AccountingPeriod(first.Year, first.Month) : default;
        return exists;
    }

    public int CompareTo(AccountingPeriod other) => _yearMonth.CompareTo(other._yearMonth);

    public override string ToString() => Code;
}
