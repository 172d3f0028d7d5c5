using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Host.Tests.Journeys;

/// <summary>This journey once more, in T-SQL that is checked on its way (<see cref="DatabaseUnderTest.TSql"/>).</summary>
public sealed class AfterPayingOutTSqlTests : AfterPayingOutTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}
