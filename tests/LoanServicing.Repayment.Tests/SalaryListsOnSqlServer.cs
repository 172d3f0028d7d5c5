namespace LoanServicing.Repayment.Tests;

public sealed class ReceiptCeilingSqlServerTests(RepaymentSqlServerHost host) : ReceiptCeilingTests(host), IClassFixture<RepaymentSqlServerHost>;

public sealed class SalaryListSqlServerTests(RepaymentSqlServerHost host) : SalaryListTests(host), IClassFixture<RepaymentSqlServerHost>;
