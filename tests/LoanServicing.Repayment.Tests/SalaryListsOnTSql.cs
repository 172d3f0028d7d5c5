namespace LoanServicing.Repayment.Tests;

public sealed class ReceiptCeilingTSqlTests(RepaymentTSqlHost host) : ReceiptCeilingTests(host), IClassFixture<RepaymentTSqlHost>;

public sealed class SalaryListTSqlTests(RepaymentTSqlHost host) : SalaryListTests(host), IClassFixture<RepaymentTSqlHost>;
