using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace LoanServicing.TestSupport.Databases;

/// <summary>A test of what is stored. Inherited by a class whose name contains <c>SqlServer</c>, it is skipped where no server is named.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("LoanServicing.TestSupport.Databases.StoreFactDiscoverer", "LoanServicing.TestSupport")]
public sealed class StoreFactAttribute : FactAttribute
{
    /// <summary>Of SQLite's files alone, as a full disk is: a class that inherits it for another database has no such test.</summary>
    public bool OfSqlite { get; init; }
}

/// <summary>The same for a theory; its rows are one test case, so that discovering them needs no server.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("LoanServicing.TestSupport.Databases.StoreTheoryDiscoverer", "LoanServicing.TestSupport")]
public sealed class StoreTheoryAttribute : TheoryAttribute;

public sealed class StoreFactDiscoverer(IMessageSink sink) : FactDiscoverer(sink)
{
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        factAttribute.GetNamedArgument<bool>(nameof(StoreFactAttribute.OfSqlite)) && !SqlServerTests.IsOnSqlite(testMethod)
            ? []
            : base.Discover(discoveryOptions, testMethod, factAttribute);

    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        SqlServerTests.ReasonToSkip(testMethod) is null
            ? base.CreateTestCase(discoveryOptions, testMethod, factAttribute)
            : new SkippedTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod);
}

public sealed class StoreTheoryDiscoverer(IMessageSink sink) : TheoryDiscoverer(sink)
{
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        SqlServerTests.ReasonToSkip(testMethod) is null
            ? base.Discover(discoveryOptions, testMethod, factAttribute)
            : [new SkippedTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)];
}

/// <summary>A test case that is only counted.</summary>
public sealed class SkippedTestCase : XunitTestCase
{
    [Obsolete("For the deserializer; use the other constructor.")]
    public SkippedTestCase()
    {
    }

    public SkippedTestCase(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod testMethod)
        : base(sink, display, options, testMethod)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute) => SqlServerTests.ReasonToSkip(TestMethod);
}

internal static class SqlServerTests
{
    /// <summary>A class that inherits its tests runs them on another kind.</summary>
    public static bool IsOnSqlite(ITestMethod method) => method.TestClass.Class.Name == method.Method.ToRuntimeMethod().DeclaringType?.FullName;

    public static string? ReasonToSkip(ITestMethod method) =>
        method.TestClass.Class.Name.Contains("SqlServer", StringComparison.Ordinal) && SqlServerUnderTest.ConnectionString is null
            ? $"{SqlServerUnderTest.Variable} names no server."
            : null;
}
