using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Tests.Journal;

public class AccountingPeriodTests
{
    [Theory]
    [InlineData("1405-08", "2026-10-23", "2026-11-21")]
    [InlineData("1405-12", "2027-02-20", "2027-03-20")]
    [InlineData("1408-12", "2030-02-19", "2030-03-20")] // a leap year: Esfand has 30 days
    [InlineData("۱۴۰۵-۰۸", "2026-10-23", "2026-11-21")]
    public void Period_IsAMonthOfTheSolarHijriCalendar(string code, string first, string last)
    {
        Assert.True(AccountingPeriod.TryParse(code, out var period));

        Assert.Equal((first, last), ($"{period.FirstDay:uuuu-MM-dd}", $"{period.LastDay:uuuu-MM-dd}"));
        Assert.Equal(period, AccountingPeriod.Of(period.FirstDay));
        Assert.Equal(period, AccountingPeriod.Of(period.LastDay));
        Assert.Equal(period.Next, AccountingPeriod.Of(period.LastDay.PlusDays(1)));
        Assert.True(period < period.Next);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1405-13")]
    [InlineData("1405-00")]
    [InlineData("1405-8")]
    [InlineData("1405/08")]
    [InlineData("2026-10")]
    [InlineData("000-000-000")]
    public void TryParse_WhatIsNoMonth_IsFalse(string text) => Assert.False(AccountingPeriod.TryParse(text, out _));

    [Theory]
    [InlineData("2026-11-20", "2026-11-22", "2026-11-20")]
    [InlineData("2026-11-21", "2026-11-22", "2026-11-21")]
    [InlineData("2026-11-22", "2026-11-22", null)]
    public void BookedAfter_ClosedDay_IsTheFirstOpenDayAndKeepsTheFacts(string decided, string booked, string? fact)
    {
        var entry = EntryOf(Day(decided));

        var origin = entry.BookedAfter(Day("2026-11-21")).Origin;

        Assert.Equal((booked, fact), ($"{origin.BookingDate:uuuu-MM-dd}", origin.FactDate is { } date ? $"{date:uuuu-MM-dd}" : null));
        Assert.Equal(entry.Origin.ValueDate, origin.ValueDate);
        Assert.Equal(entry.Origin.EntryId, origin.EntryId);
    }

    [Fact]
    public void BookedAfter_NothingClosed_IsTheEntryItself()
    {
        var entry = EntryOf(Day("2026-11-20"));

        Assert.Same(entry, entry.BookedAfter(null));
    }

    private static JournalEntry EntryOf(LocalDate day) => Postings.Suspense(
        new EntryOrigin(Guid.CreateVersion7(), day, Instant.FromUtc(2026, 11, 22, 8, 0), Guid.CreateVersion7(), Guid.CreateVersion7()) { ValueDate = day },
        new Rials(1));

    private static LocalDate Day(string iso) => NodaTime.Text.LocalDatePattern.Iso.Parse(iso).Value;
}
