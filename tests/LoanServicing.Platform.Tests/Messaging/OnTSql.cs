using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Platform.Tests.Messaging;

/// <summary>These tests once more, in T-SQL that is checked on its way (<see cref="DatabaseUnderTest.TSql"/>).</summary>
public sealed class FailingHandlerTSqlTests : FailingHandlerTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class InboxTSqlTests : InboxTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class OrderTSqlTests : OrderTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class ParkedFactsTSqlTests : ParkedFactsTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class SlotLeaseTSqlTests : SlotLeaseTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class WaitingFactsTSqlTests : WaitingFactsTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}
