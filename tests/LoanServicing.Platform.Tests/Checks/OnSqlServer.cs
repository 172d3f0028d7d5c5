using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Platform.Tests.Checks;

/// <summary>These tests once more, on a server where one is named (<see cref="SqlServerUnderTest.Variable"/>).</summary>
public sealed class CheckSqlServerTests : CheckTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}
