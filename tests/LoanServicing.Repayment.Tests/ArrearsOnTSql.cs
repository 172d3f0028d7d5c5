namespace LoanServicing.Repayment.Tests;

public sealed class ArrearsTSqlTests(RepaymentTSqlHost host) : ArrearsTests(host), IClassFixture<RepaymentTSqlHost>;

public sealed class PortfolioTSqlTests(RepaymentTSqlHost host) : PortfolioTests(host), IClassFixture<RepaymentTSqlHost>;
