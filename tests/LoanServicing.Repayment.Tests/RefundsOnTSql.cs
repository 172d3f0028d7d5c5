namespace LoanServicing.Repayment.Tests;

public sealed class RefundTSqlTests(RepaymentTSqlHost host) : RefundTests(host), IClassFixture<RepaymentTSqlHost>;
