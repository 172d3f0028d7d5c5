using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Eligibility.Tests;

/// <summary>These tests once more, on a server where one is named (<see cref="SqlServerUnderTest.Variable"/>).</summary>
public sealed class AssessmentVerifierSqlServerTests : AssessmentVerifierTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class EligibilityServiceSqlServerTests : EligibilityServiceTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}
