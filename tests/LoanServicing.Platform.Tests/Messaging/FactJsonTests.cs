using System.Collections.Concurrent;
using System.Text.Json;
using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using NodaTime;

namespace LoanServicing.Platform.Tests.Messaging;

public sealed class FactJsonTests
{
    public static TheoryData<Type> Facts => [.. FactJson.FactTypes];

    [Fact]
    public void FactTypes_AreThoseOfTheContracts() =>
        Assert.Equal(
            typeof(IFact).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IFact)) && type.IsClass).OrderBy(type => type.Name),
            FactJson.FactTypes.OrderBy(type => type.Name));

    [Theory]
    [MemberData(nameof(Facts))]
    public void A_stored_fact_comes_back_with_every_value(Type type)
    {
        var fact = FactSamples.Of(type);

        Assert.Empty(FactSamples.Differences(fact, FactJson.Read(type.Name, FactJson.Write(fact)), type.Name));
    }

    [Fact]
    public async Task A_fact_sent_over_the_bus_comes_back_with_every_value()
    {
        Type[] platforms = [typeof(BusinessDateChanged), typeof(BusinessDateAdopted), typeof(ApplicationClosed)]; // heard by others here
        var facts = FactJson.FactTypes.Except(platforms).Select(FactSamples.Of).ToList();
        var heard = new ConcurrentDictionary<Type, IFact>();
        await using var app = await TestApplication.StartAsync([TestModules.AlphaModule(), TestModules.BetaModule(more: map =>
        {
            var listen = typeof(FactJsonTests).GetMethod(nameof(Listen), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
            facts.ForEach(fact => listen.MakeGenericMethod(fact.GetType()).Invoke(null, [map, heard]));
        })]);

        await app.Database(TestModules.Alpha).WriteAsync(unit =>
        {
            facts.ForEach(fact => unit.Publish(fact));
            return Task.CompletedTask;
        });
        await Eventually.TrueAsync(() => heard.Count == facts.Count, "every fact is heard");

        Assert.Empty(facts.SelectMany(fact => FactSamples.Differences(fact, heard[fact.GetType()], fact.GetType().Name)));
    }

    [Fact]
    public void Differences_OneValueChanged_IsFound()
    {
        var fact = (EligibilityAssessed)FactSamples.Of(typeof(EligibilityAssessed));
        var other = fact with { Rules = [fact.Rules[0], fact.Rules[1] with { MessageFa = "" }] };

        Assert.Single(FactSamples.Differences(fact, other, "fact"));
    }

    [Theory]
    [InlineData("\"2026-02-30\"")]
    [InlineData("\"\"")]
    [InlineData("{}")]
    [InlineData("20260228")]
    [InlineData("null")]
    public void Read_NodaValueThatIsNone_IsAJsonError(string value)
    {
        Assert.Throws<JsonException>(() => FactJson.Read<LocalDate>(value));
        Assert.Throws<JsonException>(() => FactJson.Read<Instant>(value));
    }

    [Theory]
    [InlineData("\"5\"")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("{}")]
    [InlineData("null")]
    public void Read_RialsThatAreNoInteger_IsAJsonError(string value) =>
        Assert.Throws<JsonException>(() => FactJson.Read<Rials>(value));

    [Fact]
    public void Read_UnknownType_IsAJsonError() => Assert.Throws<JsonException>(() => FactJson.Read("NothingOfTheKind", "{}"));

    [Fact]
    public void Write_Values_AsTheOutsideContractSays() => Assert.Equal(
        """{"rials":5,"date":"2026-11-22","at":"2026-11-22T08:00:00.0000001Z","text":"سلام <b>","none":null}""",
        FactJson.Write(new
        {
            Rials = new Rials(5),
            Date = new LocalDate(2026, 11, 22),
            At = Instant.FromUtc(2026, 11, 22, 8, 0).PlusTicks(1),
            Text = "سلام <b>",
            None = (LocalDate?)null,
        }));

    private static void Listen<TFact>(HandlerMap map, ConcurrentDictionary<Type, IFact> heard)
        where TFact : class, IFact =>
        map.On<TFact>((fact, _) =>
        {
            heard[typeof(TFact)] = fact;
            return Task.CompletedTask;
        });
}
