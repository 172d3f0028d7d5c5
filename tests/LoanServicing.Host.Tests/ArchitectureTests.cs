using System.Reflection;
using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Host.Verbs;
using LoanServicing.Platform.Hosting;

namespace LoanServicing.Host.Tests;

/// <summary>Who may know whom (design.md section 2).</summary>
public sealed class ArchitectureTests
{
    private const string Ours = "LoanServicing.";

    private static readonly string[] ForServices = ["LoanServicing.Contracts", "LoanServicing.Domain", "LoanServicing.Platform"];

    public static TheoryData<string> Services => [.. HostBuilding.Services.Select(service => service.Name)];

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_KnowsNoOtherService(string name)
    {
        var assembly = HostBuilding.Services.Single(service => service.Name == name).Assembly;

        Assert.Empty(References(assembly).Where(reference => reference.StartsWith(Ours, StringComparison.Ordinal)).Except(ForServices));
    }

    [Fact]
    public void Services_AreEachAnAssemblyOfTheirOwn() =>
        Assert.Equal(HostBuilding.Services.Count, HostBuilding.Services.Select(service => service.Assembly).Distinct().Count());

    [Fact]
    public void Platform_KnowsNoService() =>
        Assert.Empty(References(typeof(ServiceModule).Assembly).Where(reference => reference.StartsWith(Ours, StringComparison.Ordinal))
            .Except(["LoanServicing.Contracts", "LoanServicing.Domain"]));

    [Fact]
    public void Contracts_KnowTheDomainOnly() => AssertKnowsOnly(typeof(IFact).Assembly, "LoanServicing.Domain", "NodaTime");

    [Fact]
    public void Domain_KnowsNodaTimeOnly() => AssertKnowsOnly(typeof(Rials).Assembly, "NodaTime");

    [Fact]
    public void Services_DoNotKnowTheBus()
    {
        foreach (var service in HostBuilding.Services)
        {
            Assert.DoesNotContain(References(service.Assembly), reference =>
                reference.StartsWith("MassTransit", StringComparison.Ordinal) || reference.StartsWith("RabbitMQ", StringComparison.Ordinal));
        }
    }

    private static void AssertKnowsOnly(Assembly assembly, params string[] allowed) =>
        Assert.Empty(References(assembly).Where(reference => !reference.StartsWith("System.", StringComparison.Ordinal)).Except(allowed));

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(reference => reference.Name!);
}
