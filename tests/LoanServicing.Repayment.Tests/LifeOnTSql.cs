namespace LoanServicing.Repayment.Tests;

public sealed class ReversalTSqlTests(RepaymentTSqlHost host) : ReversalTests(host), IClassFixture<RepaymentTSqlHost>;

public sealed class PlanChangeTSqlTests(RepaymentTSqlHost host) : PlanChangeTests(host), IClassFixture<RepaymentTSqlHost>;

public sealed class WriteOffTSqlTests(RepaymentTSqlHost host) : WriteOffTests(host), IClassFixture<RepaymentTSqlHost>;

public sealed class SettlementTSqlTests(RepaymentTSqlHost host) : SettlementTests(host), IClassFixture<RepaymentTSqlHost>;

public sealed class CloseOfDayTSqlTests(RepaymentTSqlHost host) : CloseOfDayTests(host), IClassFixture<RepaymentTSqlHost>;

public sealed class LateChargeTSqlTests(RepaymentTSqlHost host) : LateChargeTests(host), IClassFixture<RepaymentTSqlHost>;
