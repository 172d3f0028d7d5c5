using LoanServicing.Domain.Loans;

namespace LoanServicing.Domain.Tests.Loans;

public class FirstDueTests
{
    [Theory]
    [InlineData("1405-06-31", 0, null, "1405-07-30", 31)]
    [InlineData("1405-06-31", 6, null, "1406-01-31", 31)]
    [InlineData("1405-01-10", 0, 5, "1405-02-05", 5)]
    [InlineData("1405-01-10", 2, 31, "1405-04-31", 31)]
    [InlineData("1405-11-30", 0, null, "1405-12-29", 30)]
    public void After_PayingOut_IsOnePlusGraceMonthsLaterOnTheDueDay(string paidOut, int grace, int? dueDay, string expected, int anchor) =>
        Assert.Equal(new FirstDue(LoanCases.Day(expected), anchor), FirstDue.After(LoanCases.Day(paidOut), grace, dueDay));

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(0, 0)]
    [InlineData(0, 32)]
    public void After_NonsenseTerms_Throws(int grace, int dueDay) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FirstDue.After(LoanCases.Day("1405-01-01"), grace, dueDay));
}
