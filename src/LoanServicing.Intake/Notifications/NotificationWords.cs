using System.Globalization;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Http;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Intake.Notifications;

/// <summary>How values stand in a text: rials in groups of three with the word, Solar Hijri dates, in Persian with Persian digits.</summary>
internal static class NotificationWords
{
    /// <summary>Of a name or a place; a longer one is cut, so that every text stays within its length.</summary>
    public const int LongestName = 60;

    private const char ThousandsSeparator = '\u066C';
    private const char Ellipsis = '\u2026';
    private const char PersianZero = '\u06F0';

    /// <param name="value">Rials, a date, a tracking code, a number, or a name.</param>
    /// <exception cref="ArgumentException">A value of another kind: a bug of the caller.</exception>
    public static string Of(object value, bool persian) => value switch
    {
        Rials amount => Amount(amount, persian),
        LocalDate date => Digits(Date(date), persian),
        TrackingCode code => Digits(code.ToString(), persian),
        int number => Digits(number.ToString(CultureInfo.InvariantCulture), persian),
        string name => Name(name),
        _ => throw new ArgumentException($"{value.GetType().Name} has no words.", nameof(value)),
    };

    private static string Amount(Rials amount, bool persian)
    {
        var grouped = amount.Value.ToString("#,0", CultureInfo.InvariantCulture);
        return persian ? $"{Digits(grouped, persian).Replace(',', ThousandsSeparator)} ریال" : $"{grouped} rial";
    }

    /// <summary>ISO for a day that the calendar does not cover: a bank may write any date.</summary>
    private static string Date(LocalDate date) => (((LocalDate?)date).ToPersian() ?? LocalDatePattern.Iso.Format(date)).Replace('-', '/');

    private static string Digits(string text, bool persian) =>
        persian ? string.Concat(text.Select(c => char.IsAsciiDigit(c) ? (char)(PersianZero + (c - '0')) : c)) : text;

    private static string Name(string name)
    {
        var line = VisibleText.Of(string.Concat(name.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)));
        return line.Length <= LongestName ? line : line[..WholeUpTo(line, LongestName - 1)] + Ellipsis;
    }

    /// <summary>Does not cut between the two halves of one character.</summary>
    private static int WholeUpTo(string text, int length) => char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
}
