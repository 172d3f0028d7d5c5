using LoanServicing.Domain.Classification;

namespace LoanServicing.Domain.Tests.Classification;

public class ClassificationVectorTests
{
    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var vector in Vectors.Read("classification.json").EnumerateArray())
            {
                data.Add(vector.Text("due"), vector.Text("asOf"), vector.Text("class"));
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_published_class_is_reproduced(string due, string asOf, string expected) =>
        Assert.Equal(expected, LoanClasses.Of(Vectors.PersianAsIso(due), Vectors.PersianAsIso(asOf)).Code());
}
