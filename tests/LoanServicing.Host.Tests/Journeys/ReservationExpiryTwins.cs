using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Host.Tests.Journeys;

/// <summary>Once more in T-SQL that is checked on its way.</summary>
public sealed class ReservationExpiryTSqlTests : ReservationExpiryTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

/// <summary>Once more on a server where one is named.</summary>
public sealed class ReservationExpirySqlServerTests : ReservationExpiryTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}
