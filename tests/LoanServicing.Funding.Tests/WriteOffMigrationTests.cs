using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Tests;

/// <summary>The script of the write-offs, on books as the version before left them: it keeps every loan.</summary>
public sealed class WriteOffMigrationTests
{
    [Fact]
    public async Task The_table_of_the_loans_is_made_anew_with_its_rows()
    {
        using var bench = await FundingBench.OpenAsync();
        var (application, order, returned) = await bench.LendAsync(840);
        var (_, _, settled) = await bench.LendAsync(84);
        var (_, _, lent) = await bench.LendAsync(8_400);
        await bench.SendAsync([Facts.Returned(application, Facts.Exact(840), order, returned), Facts.Repaid(settled, Facts.Exact(84), credit: 9), Facts.Settled(settled, Facts.Exact(84)), Facts.Repaid(lent, Facts.Exact(84))]);
        await bench.RefundAsync(settled, 4);
        var before = await bench.QueryAsync<string>(Rows);

        await bench.Database.WriteAsync(async unit =>
        {
            foreach (var statement in Script("0013_write_off").Where(statement => !statement.Contains("alter table", StringComparison.Ordinal)))
            {
                await unit.ExecuteAsync(statement);
            }

            // What came after it has to be there again.
            foreach (var statement in Script("0015_loss_order").Where(statement => statement.Contains("alter table funded_loan", StringComparison.Ordinal)))
            {
                await unit.ExecuteAsync(statement);
            }
        });

        Assert.Equal(before, await bench.QueryAsync<string>(Rows));
        await bench.AssertSoundAsync();
        await bench.SendAsync(Facts.WrittenOff(lent, Facts.Exact(8_316)));
        await bench.AssertSoundAsync();
    }

    private const string Rows =
        """
        select hex(loan_id) || state || share_alavi || '/' || collected_sina || '/' || credit || '/' || refunded || '/' || installments || '/' || first_due || '/' || last_sequence
        from funded_loan order by loan_id
        """;

    private static IEnumerable<string> Script(string name)
    {
        using var reader = new StreamReader(typeof(FundingService).Assembly.GetManifestResourceStream($"migrations/sqlite/funding/{name}.sql")!);
        return reader.ReadToEnd().Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
