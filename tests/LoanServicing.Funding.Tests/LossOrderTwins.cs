using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests;

/// <summary>Once more in T-SQL that is checked on its way.</summary>
public sealed class LossOrderTSqlTests : LossOrderTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

/// <summary>Once more on a server where one is named.</summary>
public sealed class LossOrderSqlServerTests : LossOrderTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}
