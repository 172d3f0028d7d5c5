using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests;

/// <summary>These tests once more, in T-SQL that is checked on its way (<see cref="DatabaseUnderTest.TSql"/>).</summary>
public sealed class BookingTSqlTests : BookingTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class ContributionTSqlTests : ContributionTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class LateSettlementTSqlTests : LateSettlementTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class OrderOfArrivalTSqlTests : OrderOfArrivalTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class ReservationTSqlTests : ReservationTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class WaitingListTSqlTests : WaitingListTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class ReallocationTSqlTests : ReallocationTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class WithdrawalTSqlTests : WithdrawalTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}
