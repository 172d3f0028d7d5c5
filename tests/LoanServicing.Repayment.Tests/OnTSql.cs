using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

/// <summary>The service in T-SQL that is checked on its way (<see cref="DatabaseUnderTest.TSql"/>), and its tests once more.</summary>
public sealed class RepaymentTSqlHost : RepaymentHost
{
    protected override DatabaseUnderTest Kind => DatabaseUnderTest.TSql;
}

public sealed class SideBySideTSqlTests(RepaymentTSqlHost host) : SideBySideTests(host), IClassFixture<RepaymentTSqlHost>;

public sealed class DisbursementTSqlTests(RepaymentTSqlHost host) : DisbursementTests(host), IClassFixture<RepaymentTSqlHost>;

public sealed class LoanReadTSqlTests(RepaymentTSqlHost host) : LoanReadTests(host), IClassFixture<RepaymentTSqlHost>;

public sealed class ReceiptListingTSqlTests(RepaymentTSqlHost host) : ReceiptListingTests(host), IClassFixture<RepaymentTSqlHost>;

public sealed class ReceiptReferenceTSqlTests(RepaymentTSqlHost host) : ReceiptReferenceTests(host), IClassFixture<RepaymentTSqlHost>;

public sealed class ReceiptRefusalTSqlTests(RepaymentTSqlHost host) : ReceiptRefusalTests(host), IClassFixture<RepaymentTSqlHost>;

public sealed class ReceiptTSqlTests(RepaymentTSqlHost host) : ReceiptTests(host), IClassFixture<RepaymentTSqlHost>;

public sealed class StatementReceiptTSqlTests(RepaymentTSqlHost host) : StatementReceiptTests(host), IClassFixture<RepaymentTSqlHost>;
