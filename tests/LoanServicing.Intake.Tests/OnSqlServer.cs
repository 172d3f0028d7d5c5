using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Intake.Tests;

/// <summary>The service on a server where one is named (<see cref="SqlServerUnderTest.Variable"/>), and its tests once more.</summary>
public sealed class IntakeSqlServerHost : IntakeHost
{
    protected override DatabaseUnderTest Kind => DatabaseUnderTest.SqlServer;
}

public sealed class SideBySideSqlServerTests(IntakeSqlServerHost host) : SideBySideTests(host), IClassFixture<IntakeSqlServerHost>;

public sealed class SubmissionSqlServerTests(IntakeSqlServerHost host) : SubmissionTests(host), IClassFixture<IntakeSqlServerHost>;

public sealed class ApprovalSqlServerTests(IntakeSqlServerHost host) : ApprovalTests(host), IClassFixture<IntakeSqlServerHost>;

public sealed class FlowSqlServerTests(IntakeSqlServerHost host) : FlowTests(host), IClassFixture<IntakeSqlServerHost>;

public sealed class PayoutSqlServerTests(IntakeSqlServerHost host) : PayoutTests(host), IClassFixture<IntakeSqlServerHost>;

public sealed class ResubmissionSqlServerTests(IntakeSqlServerHost host) : ResubmissionTests(host), IClassFixture<IntakeSqlServerHost>;

public sealed class ContractSqlServerTests(IntakeSqlServerHost host) : ContractTests(host), IClassFixture<IntakeSqlServerHost>;
