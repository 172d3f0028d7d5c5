using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Tests;

/// <summary>The script of the late charges, on books as the version before left them: it keeps every withdrawal.</summary>
public sealed class LateChargeMigrationTests
{
    private const string Rows =
        """
        select hex(withdrawal_id) || kind || owner || amount || bank_reference || value_date || reason || status || hex(request_id) || maker || checker || asked_at || '/' || version
          || coalesce(hex(loan_id), '-') || coalesce(hex(message_id), '-') || coalesce(hex(reversed_by), '-')
        from withdrawal order by withdrawal_id
        """;

    [Fact]
    public async Task The_table_of_the_withdrawals_is_made_anew_with_its_rows()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(840);
        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(84), fee: 5, credit: 100, charity: 9));
        await bench.WithdrawAsync("remittance", Funders.Sina, 9);
        await bench.WithdrawAsync("fee-settlement", Funders.Servicer, 2);
        await bench.RefundAsync(loan, 4);
        var before = await bench.QueryAsync<string>(Rows);

        await bench.Database.WriteAsync(async unit =>
        {
            foreach (var statement in Script())
            {
                await unit.ExecuteAsync(statement);
            }
        });

        Assert.Equal(3, before.Count);
        Assert.Equal(before, await bench.QueryAsync<string>(Rows));
        await bench.AssertSoundAsync();
        await bench.GiveAsync("Mahak", 9);
        await bench.AssertSoundAsync();
    }

    private static IEnumerable<string> Script()
    {
        using var reader = new StreamReader(typeof(FundingService).Assembly.GetManifestResourceStream("migrations/sqlite/funding/0014_late_charges.sql")!);
        return reader.ReadToEnd().Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
