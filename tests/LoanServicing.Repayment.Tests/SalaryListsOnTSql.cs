namespace LoanServicing.Repayment.Tests;

public sealed class ReceiptCeilingTSqlTests(RepaymentTSqlHost host) : ReceiptCeilingTests(host), IClassFixture<RepaymentTSqlHost>;
