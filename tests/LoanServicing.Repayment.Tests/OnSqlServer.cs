using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

/// <summary>The service on a server where one is named (<see cref="SqlServerUnderTest.Variable"/>), and its tests once more.</summary>
public sealed class RepaymentSqlServerHost : RepaymentHost
{
    protected override DatabaseUnderTest Kind => DatabaseUnderTest.SqlServer;
}

public sealed class SideBySideSqlServerTests(RepaymentSqlServerHost host) : SideBySideTests(host), IClassFixture<RepaymentSqlServerHost>;

public sealed class DisbursementSqlServerTests(RepaymentSqlServerHost host) : DisbursementTests(host), IClassFixture<RepaymentSqlServerHost>;

public sealed class LoanReadSqlServerTests(RepaymentSqlServerHost host) : LoanReadTests(host), IClassFixture<RepaymentSqlServerHost>;

public sealed class ReceiptListingSqlServerTests(RepaymentSqlServerHost host) : ReceiptListingTests(host), IClassFixture<RepaymentSqlServerHost>;

public sealed class ReceiptReferenceSqlServerTests(RepaymentSqlServerHost host) : ReceiptReferenceTests(host), IClassFixture<RepaymentSqlServerHost>;

public sealed class ReceiptRefusalSqlServerTests(RepaymentSqlServerHost host) : ReceiptRefusalTests(host), IClassFixture<RepaymentSqlServerHost>;

public sealed class ReceiptSqlServerTests(RepaymentSqlServerHost host) : ReceiptTests(host), IClassFixture<RepaymentSqlServerHost>;

public sealed class StatementReceiptSqlServerTests(RepaymentSqlServerHost host) : StatementReceiptTests(host), IClassFixture<RepaymentSqlServerHost>;
