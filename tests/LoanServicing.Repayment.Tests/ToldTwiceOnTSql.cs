namespace LoanServicing.Repayment.Tests;

public sealed class ToldTwiceTSqlTests(RepaymentTSqlHost host) : ToldTwiceTests(host), IClassFixture<RepaymentTSqlHost>;

public sealed class StatementTextTSqlTests(RepaymentTSqlHost host) : StatementTextTests(host), IClassFixture<RepaymentTSqlHost>;
