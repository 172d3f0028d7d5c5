using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Platform.Tests.Http;

/// <summary>These tests once more, in T-SQL that is checked on its way (<see cref="DatabaseUnderTest.TSql"/>).</summary>
public sealed class IdempotencyTSqlTests : IdempotencyTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}
