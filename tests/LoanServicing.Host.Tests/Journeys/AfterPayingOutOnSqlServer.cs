using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Host.Tests.Journeys;

/// <summary>This journey once more, on a server where one is named (<see cref="SqlServerUnderTest.Variable"/>).</summary>
public sealed class AfterPayingOutSqlServerTests : AfterPayingOutTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}
