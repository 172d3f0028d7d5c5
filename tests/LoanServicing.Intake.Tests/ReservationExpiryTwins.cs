namespace LoanServicing.Intake.Tests;

/// <summary>Once more in T-SQL that is checked on its way.</summary>
public sealed class ReservationExpiryTSqlTests(IntakeTSqlHost host) : ReservationExpiryTests(host), IClassFixture<IntakeTSqlHost>;

/// <summary>Once more on a server where one is named.</summary>
public sealed class ReservationExpirySqlServerTests(IntakeSqlServerHost host) : ReservationExpiryTests(host), IClassFixture<IntakeSqlServerHost>;
