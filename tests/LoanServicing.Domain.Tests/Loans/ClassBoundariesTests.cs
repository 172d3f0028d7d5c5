using FsCheck.Fluent;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Loans;
using NodaTime;

namespace LoanServicing.Domain.Tests.Loans;

public class ClassBoundariesTests
{
    [Fact]
    public void A_due_date_lies_in_the_range_of_its_class_and_in_no_other() => Generators.Check(
        from asOf in Generators.LoanDay
        from days in Gen.Choose(-40, 700)
        select (asOf, due: asOf.PlusDays(-days)),
        x => AssertRangeOfItsClass(x.due, x.asOf));

    [Fact]
    public void The_boundaries_hold_on_every_day_of_five_years()
    {
        var first = SolarHijriDate.Create(1403, 1, 1).ToIso();
        foreach (var asOf in Enumerable.Range(0, 5 * 366).Select(first.PlusDays))
        {
            foreach (var edge in Enum.GetValues<LoanClass>().SelectMany(loanClass => Edges(ClassBoundaries.Of(loanClass, asOf))))
            {
                AssertRangeOfItsClass(edge.PlusDays(-1), asOf);
                AssertRangeOfItsClass(edge, asOf);
                AssertRangeOfItsClass(edge.PlusDays(1), asOf);
            }
        }
    }

    private static void AssertRangeOfItsClass(LocalDate due, LocalDate asOf)
    {
        var expected = LoanClasses.Of(due, asOf);
        foreach (var loanClass in Enum.GetValues<LoanClass>())
        {
            var range = ClassBoundaries.Of(loanClass, asOf);
            Assert.Equal(loanClass == expected, (range.From is null || due >= range.From) && (range.To is null || due <= range.To));
        }
    }

    private static IEnumerable<LocalDate> Edges(DueRange range) => new[] { range.From, range.To }.OfType<LocalDate>();
}
