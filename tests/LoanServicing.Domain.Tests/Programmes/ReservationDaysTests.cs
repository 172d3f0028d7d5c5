using LoanServicing.Domain.Tests.Eligibility;
using NodaTime;

namespace LoanServicing.Domain.Tests.Programmes;

public class ReservationDaysTests
{
    private static readonly LocalDate Day = new(2026, 11, 22);

    [Theory]
    [InlineData(1)]
    [InlineData(90)]
    [InlineData(3_660)]
    public void What_was_reserved_on_a_day_has_expired_on_the_day_after_its_last_and_not_before(int days)
    {
        var programme = TestProgramme.Kerman with { ReservationDays = days };

        var last = programme.ReservedUntil(Day)!.Value;

        Assert.Equal(Day.PlusDays(days), last);
        Assert.False(Day < programme.ExpiredBefore(last));
        Assert.True(Day < programme.ExpiredBefore(last.PlusDays(1)));
        Assert.Empty(programme.Validate());
    }

    [Fact]
    public void Without_a_limit_nothing_expires()
    {
        Assert.Equal(0, TestProgramme.Kerman.ReservationDays);
        Assert.Null(TestProgramme.Kerman.ReservedUntil(Day));
        Assert.Null(TestProgramme.Kerman.ExpiredBefore(Day));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3_661)]
    public void A_limit_that_cannot_be_meant_is_refused(int days) => Assert.Equal(
        [$"The reservationDays are {days}, not 0 (a reservation never expires) to 3660."],
        (TestProgramme.Kerman with { ReservationDays = days }).Validate());
}
