using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Tests;

/// <summary>The script of the refunds, on books as the version before left them: loans with credit, and withdrawals of both kinds.</summary>
public sealed class RefundMigrationTests
{
    [Fact]
    public async Task The_migration_takes_the_credit_from_the_journal_and_keeps_every_withdrawal()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(840);
        await bench.LendAsync(84);
        await bench.SendAsync([Facts.Repaid(loan, Facts.Exact(840), fee: 5, credit: 100), Facts.Repaid(loan, FunderShares.Zero, fee: 30, credit: -30)]);
        await bench.WithdrawAsync("remittance", Funders.Sina, 9);
        await bench.WithdrawAsync("fee-settlement", Funders.Servicer, 2);
        bench.Damage("update funded_loan set credit = null, refunded = null");
        Assert.NotEmpty((await bench.VerifyAsync()).SelectMany(finding => finding.Problems));

        await bench.Database.WriteAsync(async unit =>
        {
            foreach (var statement in Script().Where(statement => !statement.Contains("alter table", StringComparison.Ordinal)))
            {
                await unit.ExecuteAsync(statement);
            }

            await unit.ExecuteAsync("alter table withdrawal add column reversed_by blob null"); // by a later script
            await unit.ExecuteAsync("alter table withdrawal add column beneficiary text null"); // by another
        });

        await bench.AssertSoundAsync();
        Assert.Equal(
            [("fee-settlement", "recorded", 2L), ("remittance", "recorded", 9L)], await bench.QueryAsync<(string, string, long)>("select kind, status, amount from withdrawal order by kind"));
        Assert.Equal([(70L, 0L), (0L, 0L)], await bench.QueryAsync<(long, long)>("select credit, refunded from funded_loan order by share_sina desc"));
    }

    private static IEnumerable<string> Script()
    {
        using var reader = new StreamReader(typeof(FundingService).Assembly.GetManifestResourceStream("migrations/sqlite/funding/0005_refunds.sql")!);
        return reader.ReadToEnd().Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
