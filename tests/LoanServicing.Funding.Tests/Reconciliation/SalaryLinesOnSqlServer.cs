using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests.Reconciliation;

public sealed class SalaryLineSqlServerTests : SalaryLineTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}
