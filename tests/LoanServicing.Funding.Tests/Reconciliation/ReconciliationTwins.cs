using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests.Reconciliation;

public sealed class ReconciliationTSqlTests : ReconciliationTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class ReconciliationSqlServerTests : ReconciliationTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class StatementListTSqlTests : StatementListTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class StatementListSqlServerTests : StatementListTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}
