namespace LoanServicing.Repayment.Tests;

public sealed class ReceiptCeilingSqlServerTests(RepaymentSqlServerHost host) : ReceiptCeilingTests(host), IClassFixture<RepaymentSqlServerHost>;
