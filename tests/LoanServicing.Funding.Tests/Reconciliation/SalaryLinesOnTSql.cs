using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests.Reconciliation;

public sealed class SalaryLineTSqlTests : SalaryLineTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}
