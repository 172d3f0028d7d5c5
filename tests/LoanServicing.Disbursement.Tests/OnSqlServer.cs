using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Disbursement.Tests;

/// <summary>These tests once more, on a server where one is named (<see cref="SqlServerUnderTest.Variable"/>).</summary>
public sealed class BankAnswerProblemSqlServerTests : BankAnswerProblemTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class BankInboxRepetitionSqlServerTests : BankInboxRepetitionTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class BankInboxSqlServerTests : BankInboxTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class BankReturnSqlServerTests : BankReturnTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class HeldOrderSqlServerTests : HeldOrderTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class ResolutionInputSqlServerTests : ResolutionInputTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class ResolutionRefusalSqlServerTests : ResolutionRefusalTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class ResolutionSqlServerTests : ResolutionTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class OrderOnContractSqlServerTests : OrderOnContractTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class PaymentFileWriterSqlServerTests : PaymentFileWriterTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}
