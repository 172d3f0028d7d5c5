namespace LoanServicing.Intake.Tests;

/// <summary>What stands behind a loan, once more in T-SQL that is checked on its way.</summary>
public sealed class CollateralTSqlTests(IntakeTSqlHost host) : CollateralTests(host), IClassFixture<IntakeTSqlHost>;

/// <summary>Once more on a server where one is named.</summary>
public sealed class CollateralSqlServerTests(IntakeSqlServerHost host) : CollateralTests(host), IClassFixture<IntakeSqlServerHost>;

/// <summary>Once more in T-SQL that is checked on its way.</summary>
public sealed class ExposureTSqlTests(IntakeTSqlHost host) : ExposureTests(host), IClassFixture<IntakeTSqlHost>;

/// <summary>Once more on a server where one is named.</summary>
public sealed class ExposureSqlServerTests(IntakeSqlServerHost host) : ExposureTests(host), IClassFixture<IntakeSqlServerHost>;

/// <summary>Once more in T-SQL that is checked on its way.</summary>
public sealed class MilestoneTSqlTests(IntakeTSqlHost host) : MilestoneTests(host), IClassFixture<IntakeTSqlHost>;

/// <summary>Once more on a server where one is named.</summary>
public sealed class MilestoneSqlServerTests(IntakeSqlServerHost host) : MilestoneTests(host), IClassFixture<IntakeSqlServerHost>;
