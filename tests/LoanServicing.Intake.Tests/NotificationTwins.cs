using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Intake.Tests;

/// <summary>Once more in T-SQL that is checked on its way.</summary>
public sealed class NotificationEventTSqlTests(IntakeTSqlHost host) : NotificationEventTests(host), IClassFixture<IntakeTSqlHost>;

/// <summary>Once more on a server where one is named.</summary>
public sealed class NotificationEventSqlServerTests(IntakeSqlServerHost host) : NotificationEventTests(host), IClassFixture<IntakeSqlServerHost>;

/// <summary>Once more in T-SQL that is checked on its way.</summary>
public sealed class NotificationAccessTSqlTests(IntakeTSqlHost host) : NotificationAccessTests(host), IClassFixture<IntakeTSqlHost>;

/// <summary>Once more on a server where one is named.</summary>
public sealed class NotificationAccessSqlServerTests(IntakeSqlServerHost host) : NotificationAccessTests(host), IClassFixture<IntakeSqlServerHost>;

/// <summary>Once more in T-SQL that is checked on its way.</summary>
public sealed class NotificationSenderTSqlTests : NotificationSenderTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

/// <summary>Once more on a server where one is named.</summary>
public sealed class NotificationSenderSqlServerTests : NotificationSenderTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

/// <summary>Once more in T-SQL that is checked on its way.</summary>
public sealed class NotificationGatewayTSqlTests : NotificationGatewayTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

/// <summary>Once more on a server where one is named.</summary>
public sealed class NotificationGatewaySqlServerTests : NotificationGatewayTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}
