using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Disbursement.Tests;

/// <summary>These tests once more, in T-SQL that is checked on its way (<see cref="DatabaseUnderTest.TSql"/>).</summary>
public sealed class BankAnswerProblemTSqlTests : BankAnswerProblemTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class BankInboxRepetitionTSqlTests : BankInboxRepetitionTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class BankInboxTSqlTests : BankInboxTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class BankReturnTSqlTests : BankReturnTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class HeldOrderTSqlTests : HeldOrderTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class ResolutionInputTSqlTests : ResolutionInputTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class ResolutionRefusalTSqlTests : ResolutionRefusalTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class ResolutionTSqlTests : ResolutionTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class OrderOnContractTSqlTests : OrderOnContractTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class PaymentFileWriterTSqlTests : PaymentFileWriterTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}
