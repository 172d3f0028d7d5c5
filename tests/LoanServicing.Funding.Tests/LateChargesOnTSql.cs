using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests;

/// <summary>These tests once more, in T-SQL that is checked on its way (<see cref="DatabaseUnderTest.TSql"/>).</summary>
public sealed class LateChargeTSqlTests : LateChargeTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}
