using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Intake.Tests;

/// <summary>The service in T-SQL that is checked on its way (<see cref="DatabaseUnderTest.TSql"/>), and its tests once more.</summary>
public sealed class IntakeTSqlHost : IntakeHost
{
    protected override DatabaseUnderTest Kind => DatabaseUnderTest.TSql;
}

public sealed class SideBySideTSqlTests(IntakeTSqlHost host) : SideBySideTests(host), IClassFixture<IntakeTSqlHost>;

public sealed class SubmissionTSqlTests(IntakeTSqlHost host) : SubmissionTests(host), IClassFixture<IntakeTSqlHost>;

public sealed class ApprovalTSqlTests(IntakeTSqlHost host) : ApprovalTests(host), IClassFixture<IntakeTSqlHost>;

public sealed class FlowTSqlTests(IntakeTSqlHost host) : FlowTests(host), IClassFixture<IntakeTSqlHost>;

public sealed class PayoutTSqlTests(IntakeTSqlHost host) : PayoutTests(host), IClassFixture<IntakeTSqlHost>;

public sealed class ResubmissionTSqlTests(IntakeTSqlHost host) : ResubmissionTests(host), IClassFixture<IntakeTSqlHost>;

public sealed class ContractTSqlTests(IntakeTSqlHost host) : ContractTests(host), IClassFixture<IntakeTSqlHost>;
