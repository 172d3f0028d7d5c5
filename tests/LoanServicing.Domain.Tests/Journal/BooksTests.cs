using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Tests.Journal;

public class BooksTests
{
    [Fact]
    public void EveryAccount_IsDescribedInBothLanguages() =>
        Assert.All(Accounts.All.Select(ChartOfAccounts.Describe), described => Assert.All(
            [described.Name.En, described.Name.Fa, described.Meaning.En, described.Meaning.Fa], text => Assert.NotEmpty(text)));

    [Theory]
    [InlineData("CASH", 5, 3, "debit", 2)]
    [InlineData("CASH", 3, 5, "credit", 2)]
    [InlineData("CASH", 4, 4, "debit", 0)]
    [InlineData("DEPOSITED", 4, 4, "credit", 0)]
    public void Balance_IsOnTheSideThatIsLarger_AndWhereNoneIsOnThatOfGrowth(string account, long debits, long credits, string side, long balance)
    {
        var row = new AccountBalance(account, Funders.Sina, "", new Rials(debits), new Rials(credits));

        Assert.Equal((side, new Rials(balance)), (row.Side, row.Balance));
    }

    [Fact]
    public void Problems_NamesTheOwnerWhoseSidesDiffer()
    {
        AccountBalance[] rows =
        [
            Row("CASH", Funders.Alavi, 7, 0), Row("DEPOSITED", Funders.Alavi, 0, 7), Row("CASH", Funders.Sina, 5, 0), Row("DEPOSITED", Funders.Sina, 0, 4),
        ];

        Assert.Equal(["SINA has 5 rials of debits and 4 of credits"], AccountBalances.Problems(rows));
    }

    [Fact]
    public void Hash_IsOfTheRows_WhateverTheirOrder()
    {
        AccountBalance[] rows = [Row("CASH", Funders.Alavi, 7, 0), Row("DEPOSITED", Funders.Alavi, 0, 7)];

        Assert.Equal(AccountBalances.Hash(rows), AccountBalances.Hash(rows.Reverse()));
        Assert.NotEqual(AccountBalances.Hash(rows), AccountBalances.Hash([rows[0], rows[1] with { Credits = new Rials(8) }]));
        Assert.NotEqual(AccountBalances.Hash(rows), AccountBalances.Hash([rows[0], rows[1] with { Tranche = "health" }]));
    }

    [Fact]
    public void FunderPeriod_OfBooksThatBalance_Closes()
    {
        var (before, through) = (new TrialBalance(), new TrialBalance());
        Book(before, through, Accounts.Cash, Accounts.Deposited, 1_000);
        Book(before, through, Accounts.Clearing, Accounts.Cash, 300);
        Book(before, through, Accounts.LoansDisbursed, Accounts.Clearing, 300);
        Book(null, through, Accounts.Cash, Accounts.LoansCollected, 40);
        Book(null, through, Accounts.Remitted, Accounts.Cash, 15);
        Book(null, through, Accounts.Clearing, Accounts.Cash, 200);

        var statement = Statement(before, through);

        Assert.Empty(statement.Problems());
        Assert.Equal(new PrincipalFigures(new(300), Rials.Zero, Rials.Zero, new(40), Rials.Zero, new(260)), statement.Pool);
        Assert.Equal(new CashFigures(new(700), Rials.Zero, new(40), Rials.Zero, Rials.Zero, Rials.Zero, new(15), new(725)), statement.Cash);
    }

    [Fact]
    public void FunderPeriod_WhoseCashIsNotWhatMovedIt_SaysSo()
    {
        var (before, through) = (new TrialBalance(), new TrialBalance());
        Book(before, through, Accounts.Cash, Accounts.Deposited, 1_000);
        through.Add(Accounts.Cash, Funders.Sina, new Rials(1), Rials.Zero);

        Assert.Equal(["the cash of SINA should be 1000 rials and is 1001"], Statement(before, through).Problems());
    }

    [Fact]
    public void FunderPeriod_WithPrincipalOfNoTranche_SaysSo()
    {
        var (before, through) = (new TrialBalance(), new TrialBalance());
        Book(null, through, Accounts.LoansDisbursed, Accounts.Cash, 9);
        var statement = Statement(before, through) with
        {
            Tranches = new Dictionary<string, PrincipalFigures> { ["health"] = PrincipalFigures.Of(before, before, Funders.Sina) },
        };

        Assert.Equal(["the closing principal of all tranches of SINA should be 0 rials and is 9"], statement.Problems());
    }

    private static FunderPeriod Statement(TrialBalance before, TrialBalance through)
    {
        var principal = PrincipalFigures.Of(before, through, Funders.Sina);
        return new FunderPeriod(
            Funders.Sina, new Dictionary<string, PrincipalFigures> { ["health"] = principal }, principal, CashFigures.Of(before, through, Funders.Sina));
    }

    private static void Book(TrialBalance? before, TrialBalance through, Account debit, Account credit, long amount)
    {
        var line = new Transfer(debit, credit, Funders.Sina, "health", new Rials(amount));
        before?.Add(line);
        through.Add(line);
    }

    private static AccountBalance Row(string account, string owner, long debits, long credits) => new(account, owner, "", new Rials(debits), new Rials(credits));
}
