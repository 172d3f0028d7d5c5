using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Eligibility.Tests;

/// <summary>These tests once more, in T-SQL that is checked on its way (<see cref="DatabaseUnderTest.TSql"/>).</summary>
public sealed class AssessmentVerifierTSqlTests : AssessmentVerifierTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class EligibilityServiceTSqlTests : EligibilityServiceTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}
