namespace LoanServicing.Repayment.Tests;

public sealed class RefundSqlServerTests(RepaymentSqlServerHost host) : RefundTests(host), IClassFixture<RepaymentSqlServerHost>;
