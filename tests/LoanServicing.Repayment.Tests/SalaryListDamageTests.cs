using LoanServicing.Platform.Data;
using LoanServicing.Repayment.SalaryLists;
using LoanServicing.Repayment.Verification;
using LoanServicing.TestSupport;
using static LoanServicing.Repayment.Tests.SalaryListBench;

namespace LoanServicing.Repayment.Tests;

/// <summary>Lists with a damaged row: verification names it, and what can be posted is.</summary>
public sealed class SalaryListDamageTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    [Theory]
    [InlineData("update salary_list set total = total + 1 where list_id = @listId", "is of 2 rows and 600002 rials")]
    [InlineData("update salary_list set rows_posted = 1, rows_suspended = 1 where list_id = @listId", "1 posted, 1 suspended")]
    [InlineData("update salary_list set status = 'posting' where list_id = @listId", "and posting")]
    [InlineData("update salary_row set amount = amount + 1 where list_id = @listId and number = 1", "is neither the receipt nor the suspense that it says")]
    [InlineData("delete from salary_row where list_id = @listId and number = 2", "is of a salary list that has no such row")]
    [InlineData("delete from salary_list where list_id = @listId", "belongs to no salary list")]
    public async Task Verification_names_a_row_of_a_list_that_is_damaged(string damage, string named)
    {
        var (list, damaged) = (new SalaryListBench(host), new Tally());
        var (_, depositId) = await list.OpenAsync();
        var (_, body) = await list.SendAsync(Csv((depositId, 600_000), (depositId, 1)));

        var findings = await host.Database.WriteAsync(async unit =>
        {
            await unit.ExecuteAsync(damage, new { listId = body.GetProperty("listId").GetGuid() });
            await SalaryListRules.RunAsync(unit.Connection, damaged);
            unit.Refuse();
            return damaged.Finding("R8", "lists");
        });

        Assert.Contains(findings.Problems, problem => problem.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_row_whose_loan_is_damaged_is_suspended_and_a_list_that_fails_holds_up_no_other()
    {
        var (list, other) = (new SalaryListBench(host), new SalaryListBench(host));
        var (loanId, depositId) = await list.OpenAsync();
        var (_, first) = await list.SendAsync(Csv((depositId, 600_000)));
        var (_, second) = await other.SendAsync(Csv((depositId, 600_000), (depositId, 700_000)));
        var (failing, going) = (first.GetProperty("listId").GetGuid(), second.GetProperty("listId").GetGuid());
        await list.ForgetAsync(failing);
        await list.ForgetAsync(going);
        await host.Database.WriteAsync(async unit =>
        {
            await unit.ExecuteAsync("update salary_row set amount = amount + 1 where list_id = @failing", new { failing }); // its receipt is of another amount
            await unit.ExecuteAsync("update salary_list set status = 'posting' where list_id = @failing", new { failing });
            await unit.ExecuteAsync("update salary_list set status = 'posting' where list_id = @going", new { going });
            await unit.ExecuteAsync("update salary_row set loan_id = @nobody, reference = @reference where list_id = @going and number = 2", new { nobody = Guid.CreateVersion7(), going, reference = $"{other.Reference}/2B" });
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => SalaryListWorker.RunAsync(host.Database, host.Rules, CancellationToken.None));
        await host.Database.WriteAsync(unit => unit.ExecuteAsync("update salary_row set amount = amount - 1 where list_id = @failing", new { failing }));

        Assert.Equal(["posted", "suspended"], await list.StatusesAsync(going));
        Assert.Equal(["/2B receipt.cannot-be-posted"], (await other.SuspendedAsync()).Select(one => one.Replace("salary ", "", StringComparison.Ordinal)));
        await Eventually.TrueAsync(async () => (await list.ReadAsync(failing)).Body.Text("status") == "done", "the other is posted when it is mended");
        Assert.Equal(3, (await list.ReceiptsAsync(loanId)).Count);
    }
}
