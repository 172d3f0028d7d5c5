using LoanServicing.Domain.Calendar;

namespace LoanServicing.Domain.Tests.Calendar;

public class DueDateVectorTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Vectors.Read("due-dates.json").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_published_due_date_is_reproduced_in_both_calendars(int index)
    {
        var vector = Vectors.Read("due-dates.json")[index];
        var first = vector.Persian("firstDue");

        foreach (var expected in vector.GetProperty("dates").EnumerateArray())
        {
            var due = DueDates.DueDate(first.ToIso(), first.Day, expected.Int("number"));
            Assert.Equal(expected.Text("persian"), SolarHijriDate.FromIso(due).ToString());
            Assert.Equal(expected.Text("iso"), due.ToString("uuuu-MM-dd", null));
        }
    }
}
