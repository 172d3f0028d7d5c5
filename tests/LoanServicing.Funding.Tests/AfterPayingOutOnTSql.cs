using LoanServicing.Funding.Tests.Reconciliation;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests;

/// <summary>These tests once more, in T-SQL that is checked on its way (<see cref="DatabaseUnderTest.TSql"/>).</summary>
public sealed class ReversalTSqlTests : ReversalTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class ReversedReceiptTSqlTests : ReversedReceiptTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class ReversedReceiptHttpTSqlTests : ReversedReceiptHttpTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class PlanChangeTSqlTests : PlanChangeTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class WriteOffTSqlTests : WriteOffTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}
