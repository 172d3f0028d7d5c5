using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Platform.Tests.Checks;

/// <summary>These tests once more, in T-SQL that is checked on its way (<see cref="DatabaseUnderTest.TSql"/>).</summary>
public sealed class CheckTSqlTests : CheckTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}
