using Dapper;
using LoanServicing.Platform.Verification;
using LoanServicing.TestSupport;

namespace LoanServicing.Repayment.Tests;

/// <summary>A loan with two receipts, the second backdated, and a settled one, of whose credit some is refunded.</summary>
public sealed class SoundBook : IAsyncLifetime
{
    public RepaymentHost Host { get; } = new();

    public Guid LoanId { get; private set; }

    public Guid SettledId { get; private set; }

    public async Task InitializeAsync()
    {
        await Host.InitializeAsync();
        LoanId = await Host.OpenAsync();
        await Host.PayAsync(LoanId, 480_000 + 1_000_003, "1405-08-01", "REF-1");
        await Host.PayAsync(LoanId, 700_001, "1405-07-30", "REF-2");
        SettledId = await Host.OpenAsync();
        await Host.PayAsync(SettledId, 12_480_005, "1405-12-01");
        await Host.TellAsync(Facts.Refunded(SettledId, 3));
        await Eventually.TrueAsync(
            async () => await Host.Database.ReadAsync(connection => connection.QuerySingleAsync<long>("select count(*) from refund")) == 1, "the refund is taken");
    }

    public Task DisposeAsync() => Host.DisposeAsync();

    /// <summary>What verification says of the book with this damage, which is then rolled back.</summary>
    public Task<IReadOnlyList<RuleFinding>> VerifyDamagedAsync(params string[] damages) => Host.Database.WriteAsync(async unit =>
    {
        foreach (var damage in damages)
        {
            await unit.ExecuteAsync(damage, new { id = LoanId, settled = SettledId });
        }

        unit.Refuse();
        return await RepaymentService.Module.Verify(unit.Connection);
    });
}

/// <summary>Each test damages one row of a sound book and sees it named by the right rule.</summary>
public sealed class VerificationTests(SoundBook book) : IClassFixture<SoundBook>
{
    [Fact]
    public async Task A_sound_book_has_no_problem_and_everything_was_looked_at()
    {
        var findings = await book.Host.VerifyAsync();

        Assert.All(findings, finding => Assert.Empty(finding.Problems));
        Assert.Equal([("R4", 2), ("R4", 3), ("R6", 2), ("R8", 3), ("R10", 3)], findings.Select(finding => (finding.Rule, (int)finding.Counted)));
    }

    [Theory]
    [InlineData("R4", "update loan set principal_repaid = principal_repaid - 1 where id = @id")]
    [InlineData("R4", "update loan set principal_repaid = principal + 1 where id = @id")]
    [InlineData("R4", "update loan set alavi_share = alavi_share + 100, sina_share = sina_share - 100 where id = @id")]
    [InlineData("R4", "update loan set alavi_share = alavi_share + 1 where id = @id")]
    [InlineData("R4", "update posting set alavi = alavi + 1, sina = sina - 1 where loan_id = @id and fact_sequence = 2")]
    [InlineData("R4", "update posting set principal_repaid_after = principal_repaid_after + 1 where loan_id = @id and fact_sequence = 2")]
    [InlineData("R4", "update receipt set allocations = replace(allocations, '480000', '480001') where loan_id = @id and arrival = 1")]
    [InlineData("R4", "update posting set fee = fee + 1, credit = credit - 1 where loan_id = @id and fact_sequence = 3")]
    [InlineData("R4", "update posting set cause_id = zeroblob(16) where loan_id = @id and fact_sequence = 2")]
    [InlineData("R6", "update loan set principal_repaid = principal_repaid - 1 where id = @id")]
    [InlineData("R6", "update loan set loan_years = '12000000/479999' where id = @id")]
    [InlineData("R6", "update loan set loan_years = 'x' where id = @id")]
    [InlineData("R6", "update loan set credit = credit + 1 where id = @id")]
    [InlineData("R6", "update loan set latest_value_date = latest_value_date + 1 where id = @id")]
    [InlineData("R6", "update loan set oldest_unpaid_due = oldest_unpaid_due + 1 where id = @id")]
    [InlineData("R6", "update loan set oldest_unpaid_due = null where id = @id")]
    [InlineData("R6", "update loan set receipts = 1 where id = @id")]
    [InlineData("R6", "update loan set status = 'Settled' where id = @id")]
    [InlineData("R6", "update loan set fee_method = 'Interest' where id = @id")]
    [InlineData("R6", "update receipt set amount = amount + 1 where loan_id = @id and arrival = 1")]
    [InlineData("R6", "update receipt set value_date = 20200101 where loan_id = @id and arrival = 1")]
    [InlineData("R6", "update receipt set amount = 0 where loan_id = @id and arrival = 1")]
    [InlineData("R8", "update receipt set amount = amount + 1 where loan_id = @id and arrival = 1")]
    [InlineData("R8", "update receipt set arrival = 7 where loan_id = @id and arrival = 2")]
    [InlineData("R8", "delete from receipt where loan_id = @id and arrival = 2")]
    [InlineData("R8", "delete from posting where loan_id = @id and fact_sequence = 3")]
    [InlineData("R8", "update posting set fee = fee + 1 where loan_id = @id and fact_sequence = 2")]
    [InlineData("R8", "update posting set fee = fee + 1, credit = credit - 1 where loan_id = @id and fact_sequence = 2")]
    [InlineData("R10", "update loan set status = 'Returned' where id = @id")]
    [InlineData("R10", "update loan set fact_sequence = fact_sequence + 1 where id = @id")]
    [InlineData("R10", "update loan_transition set to_status = 'Settled' where loan_id = @id")]
    [InlineData("R10", "update loan_transition set cause = 'FullyRepaid' where loan_id = @id")]
    [InlineData("R10", "delete from loan_transition where loan_id = @id")]
    public async Task A_damaged_row_is_named(string rule, string damage)
    {
        var problems = (await book.VerifyDamagedAsync(damage)).Where(one => one.Rule == rule).SelectMany(one => one.Problems).ToList();

        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Contains(book.LoanId.ToString(), problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("update loan set refunded = refunded + 1 where id = @settled")]
    [InlineData("update loan set refunded = null where id = @settled")]
    [InlineData("update refund set amount = amount + 1 where loan_id = @settled")]
    [InlineData("update refund set loan_id = @id where loan_id = @settled")]
    [InlineData("delete from refund where loan_id = @settled")]
    public async Task A_damaged_refund_is_named(string damage)
    {
        var finding = (await book.VerifyDamagedAsync(damage)).Single(one => one.Rule == "R6");

        Assert.Contains(finding.Problems, problem => problem.Contains(book.SettledId.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refund_that_has_lost_its_loan_is_named()
    {
        var findings = await book.VerifyDamagedAsync("update refund set loan_id = refund_id");

        Assert.StartsWith("refund ", Assert.Single(findings.Single(one => one.Rule == "R8").Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bank_reference_stored_twice_is_named()
    {
        var findings = await book.VerifyDamagedAsync("drop index receipt_bank_reference", "update receipt set bank_reference = 'REF-1' where loan_id = @id");

        var finding = findings.Single(one => one.Rule == "R8");

        Assert.Equal(["bank reference REF-1 of channel branch is stored 2 times"], finding.Problems);
    }

    [Fact]
    public async Task Rows_that_have_lost_their_loan_are_named()
    {
        var findings = await book.VerifyDamagedAsync("delete from loan where id = @id");

        var problems = findings.Single(one => one.Rule == "R8").Problems;

        Assert.Equal(["posting", "posting", "receipt", "receipt"], problems.Select(problem => problem.Split(' ')[0]).Order());
    }
}
