namespace LoanServicing.Repayment.Tests;

public sealed class ReversalSqlServerTests(RepaymentSqlServerHost host) : ReversalTests(host), IClassFixture<RepaymentSqlServerHost>;

public sealed class PlanChangeSqlServerTests(RepaymentSqlServerHost host) : PlanChangeTests(host), IClassFixture<RepaymentSqlServerHost>;

public sealed class WriteOffSqlServerTests(RepaymentSqlServerHost host) : WriteOffTests(host), IClassFixture<RepaymentSqlServerHost>;

public sealed class SettlementSqlServerTests(RepaymentSqlServerHost host) : SettlementTests(host), IClassFixture<RepaymentSqlServerHost>;

public sealed class CloseOfDaySqlServerTests(RepaymentSqlServerHost host) : CloseOfDayTests(host), IClassFixture<RepaymentSqlServerHost>;

public sealed class LateChargeSqlServerTests(RepaymentSqlServerHost host) : LateChargeTests(host), IClassFixture<RepaymentSqlServerHost>;
