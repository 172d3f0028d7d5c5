using LoanServicing.Domain.Identifiers;

namespace LoanServicing.Domain.Tests.Identifiers;

public class IdentifierVectorTests
{
    public static TheoryData<string, bool> NationalIds => Cases("nationalId");

    public static TheoryData<string, bool> Shebas => Cases("sheba");

    [Theory]
    [MemberData(nameof(NationalIds))]
    public void Every_published_national_id_is_judged_alike(string text, bool valid)
    {
        Assert.Equal(valid, NationalId.TryParse(text, out var id));
        Assert.Equal(valid ? text : null, valid ? id.Value : null);
    }

    [Theory]
    [MemberData(nameof(Shebas))]
    public void Every_published_sheba_is_judged_alike(string text, bool valid)
    {
        Assert.Equal(valid, Sheba.TryParse(text, out var sheba));
        Assert.Equal(valid ? text : null, valid ? sheba.Value : null);
    }

    private static TheoryData<string, bool> Cases(string kind)
    {
        var data = new TheoryData<string, bool>();
        foreach (var vector in Vectors.Read("identifiers.json").GetProperty(kind).EnumerateArray())
        {
            data.Add(vector.Text("text"), vector.GetProperty("valid").GetBoolean());
        }

        return data;
    }
}
