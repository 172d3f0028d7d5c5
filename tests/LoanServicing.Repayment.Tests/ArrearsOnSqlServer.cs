namespace LoanServicing.Repayment.Tests;

public sealed class ArrearsSqlServerTests(RepaymentSqlServerHost host) : ArrearsTests(host), IClassFixture<RepaymentSqlServerHost>;

public sealed class PortfolioSqlServerTests(RepaymentSqlServerHost host) : PortfolioTests(host), IClassFixture<RepaymentSqlServerHost>;
