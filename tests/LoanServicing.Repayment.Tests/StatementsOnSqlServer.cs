namespace LoanServicing.Repayment.Tests;

public sealed class StatementSqlServerTests(RepaymentSqlServerHost host) : StatementTests(host), IClassFixture<RepaymentSqlServerHost>;

public sealed class StatementPageSqlServerTests(RepaymentSqlServerHost host) : StatementPageTests(host), IClassFixture<RepaymentSqlServerHost>;

public sealed class SettlementLetterSqlServerTests(RepaymentSqlServerHost host) : SettlementLetterTests(host), IClassFixture<RepaymentSqlServerHost>;
