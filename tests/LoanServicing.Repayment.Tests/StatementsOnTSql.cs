namespace LoanServicing.Repayment.Tests;

public sealed class StatementTSqlTests(RepaymentTSqlHost host) : StatementTests(host), IClassFixture<RepaymentTSqlHost>;

public sealed class StatementPageTSqlTests(RepaymentTSqlHost host) : StatementPageTests(host), IClassFixture<RepaymentTSqlHost>;

public sealed class SettlementLetterTSqlTests(RepaymentTSqlHost host) : SettlementLetterTests(host), IClassFixture<RepaymentTSqlHost>;
