using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

/// <summary>Loans and receipts that come at once: every one counts, and one bank reference counts once.</summary>
public class SideBySideTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    private const int AtOnce = 10;

    [StoreFact]
    public async Task Loans_opened_at_once_have_serials_of_their_own()
    {
        var loans = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => host.OpenAsync()));

        var deposits = await Task.WhenAll(loans.Select(async id => (await host.GetAsync($"loans/{id}")).Body.Text("depositId")));
        Assert.Equal(AtOnce, deposits.Distinct().Count());
    }

    [StoreFact]
    public async Task Receipts_of_one_loan_at_once_are_all_posted_and_numbered()
    {
        var loan = await host.OpenAsync();
        var answers = await Task.WhenAll(Enumerable.Range(1, AtOnce).Select(i => host.PayAsync(loan, 1_000 * i, "1405-08-01")));

        Assert.All(answers, answer => Assert.Equal(201, answer.Status));
        var arrivals = await host.Database.ReadAsync(connection => Dapper.SqlMapper.QueryAsync<int>(
            connection, "select arrival from receipt where loan_id = @loan order by arrival", new { loan }));
        Assert.Equal(Enumerable.Range(1, AtOnce), arrivals);
        Assert.All(await host.VerifyAsync(), finding => Assert.Empty(finding.Problems));
    }

    [StoreFact]
    public async Task One_bank_reference_at_once_is_one_receipt()
    {
        var loan = await host.OpenAsync();
        var receipt = Facts.Receipt(600_000, "1405-08-01", $"ONCE-{loan:N}");
        var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => host.PayAsync(loan, receipt)));

        Assert.Equal(1, answers.Count(answer => answer.Status == 201));
        Assert.Equal(AtOnce - 1, answers.Count(answer => answer.Status == 200));
        Assert.Single(answers.Select(answer => answer.Body.GetRawText()).Distinct());
    }
}
