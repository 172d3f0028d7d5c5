using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests;

/// <summary>These tests once more, on a server where one is named (<see cref="SqlServerUnderTest.Variable"/>).</summary>
public sealed class BookingSqlServerTests : BookingTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class ContributionSqlServerTests : ContributionTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class LateSettlementSqlServerTests : LateSettlementTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class OrderOfArrivalSqlServerTests : OrderOfArrivalTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class RandomHistoriesSqlServerTests : RandomHistoriesTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class ReservationSqlServerTests : ReservationTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class WaitingListSqlServerTests : WaitingListTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class ReallocationSqlServerTests : ReallocationTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class WithdrawalSqlServerTests : WithdrawalTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}
