using System.Text;
using Dapper;
using LoanServicing.Repayment.SalaryLists;
using LoanServicing.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using static LoanServicing.Repayment.Tests.SalaryListBench;

namespace LoanServicing.Repayment.Tests;

/// <summary>
/// A list of many units of work, in a file of SQLite, with the worker stopped on its way: 4,000 rows, or the longest list that is taken, which costs ten times
/// as much, with <c>tests/run.sh --long</c> (LOANSERVICING_TEST_LONG=1).
/// </summary>
public sealed class LongSalaryListTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    private const int Loans = 40;

    private static readonly int Rows = Environment.GetEnvironmentVariable("LOANSERVICING_TEST_LONG") == "1" ? SalaryListFile.MostRows : 4_000;

    private readonly SalaryListBench _list = new(host);

    [Fact]
    public void The_longest_list_that_can_be_read_has_20000_rows()
    {
        var (file, problem) = SalaryListFile.Read(Encoding.UTF8.GetBytes(Csv([.. Enumerable.Repeat(("100000114", 1L), 20_000)])));

        Assert.Null(problem);
        Assert.Equal(20_000, file!.Rows.Count);
    }

    [Fact]
    public async Task A_long_list_whose_worker_is_stopped_between_two_units_is_posted_to_its_end_by_the_next_one()
    {
        await host.App.Services.GetServices<IHostedService>().OfType<SalaryListWorker>().Single().StopAsync(CancellationToken.None);
        var depositIds = new List<string>();
        for (var i = 0; i < Loans; i++)
        {
            depositIds.Add((await _list.OpenAsync()).DepositId);
        }

        var (status, body) = await _list.SendAsync(Csv([.. Enumerable.Range(0, Rows).Select(i => (depositIds[i % Loans], 1L + (i % 7)))]));
        Assert.True(status == 202, $"{status} {body}");
        var listId = body.GetProperty("listId").GetGuid();

        using (var stopped = Worker())
        {
            await stopped.StartAsync(CancellationToken.None);
            await Eventually.TrueAsync(async () => await PostedAsync(listId) > 0, "some rows are posted");
            await stopped.StopAsync(CancellationToken.None);
        }

        var cut = await PostedAsync(listId);
        Assert.Equal((true, 0), (cut < Rows, cut % PostSalaryRows.AtOnce));
        using (var next = Worker())
        {
            await next.StartAsync(CancellationToken.None);
            await Eventually.TrueAsync(async () => (await _list.ReadAsync(listId)).Body.Text("status") == "done", "the list is posted");
            await next.StopAsync(CancellationToken.None);
        }

        var (rows, receipts, rials) = await host.Database.ReadAsync(connection => connection.QuerySingleAsync<(long, long, long)>(
            """
            select (select count(*) from salary_row where list_id = @listId and status = 'posted'), count(*), sum(amount) from receipt
            where channel = 'salary' and bank_reference like @like
            """,
            new { listId, like = _list.Reference + "/%" }));
        Assert.Equal((Rows, Rows, body.Rials("totalRials")), (rows, receipts, rials));
    }

    private SalaryListWorker Worker() => new(host.Database, host.Rules, NullLogger<SalaryListWorker>.Instance);

    private async Task<int> PostedAsync(Guid listId) => (await _list.ReadAsync(listId)).Body.GetProperty("rowsPosted").GetInt32();
}
