using System.Reflection;

namespace LoanServicing.Contracts.Tests;

public sealed class FactShapeTests
{
    private static readonly Type[] ForbiddenTypes = [typeof(decimal), typeof(double), typeof(float), typeof(DateTime), typeof(DateTimeOffset)];

    public static TheoryData<Type> Facts => new(typeof(IFact).Assembly.GetTypes().Where(type => type.IsClass && typeof(IFact).IsAssignableFrom(type)));

    [Theory]
    [MemberData(nameof(Facts))]
    public void A_fact_is_a_sealed_record_that_begins_with_its_header(Type fact)
    {
        Assert.True(fact.IsSealed);
        var first = Assert.Single(fact.GetConstructors()).GetParameters()[0];
        Assert.Equal(typeof(FactHeader), first.ParameterType);
    }

    [Theory]
    [MemberData(nameof(Facts))]
    public void A_fact_carries_no_floating_point_and_no_date_with_a_time_zone(Type fact) =>
        Assert.DoesNotContain(PropertyTypes(fact), type => ForbiddenTypes.Contains(type));

    /// <summary>Rule R1: a long in a fact would be money without its type; counts and sequences belong to the header.</summary>
    [Theory]
    [MemberData(nameof(Facts))]
    public void A_fact_carries_money_as_rials_only(Type fact) =>
        Assert.DoesNotContain(
            fact.GetProperties().Where(property => property.PropertyType == typeof(long)),
            property => property.Name != nameof(BusinessDateAdopted.ChangeSequence));

    [Fact]
    public void No_fact_knows_of_interest() =>
        Assert.DoesNotContain(
            typeof(IFact).Assembly.GetTypes().SelectMany(type => type.GetProperties()),
            property => property.Name.Contains("Interest", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Every_stream_has_its_own_name()
    {
        var names = typeof(Streams).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToList();

        Assert.NotEmpty(names);
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Fact]
    public void BusinessDateKeys_OfAService_IsTheSameInEveryProcess() =>
        Assert.Equal(new Guid("82929881-f598-7cc2-ddbd-c485507eae70"), BusinessDateKeys.Of("intake"));

    private static IEnumerable<Type> PropertyTypes(Type type) =>
        type.GetProperties().SelectMany(property =>
            property.PropertyType.Namespace == typeof(IFact).Namespace ? PropertyTypes(property.PropertyType) : [property.PropertyType]);
}
