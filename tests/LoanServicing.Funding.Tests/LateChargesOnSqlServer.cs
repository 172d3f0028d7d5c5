using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests;

/// <summary>These tests once more, on a server where one is named (<see cref="SqlServerUnderTest.Variable"/>).</summary>
public sealed class LateChargeSqlServerTests : LateChargeTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}
