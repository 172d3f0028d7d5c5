using System.Text.Json;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

/// <summary><c>GET /loans/{id}/receipts</c> shows the books as they stand, so that its rows add up to the loan, and what was booked at the time.</summary>
public class ReceiptListingTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    [StoreFact]
    public async Task The_answer_and_the_listing_say_what_became_credit()
    {
        var loanId = await host.OpenAsync();
        await host.PayAsync(loanId, 1, "1405-08-01");

        var (_, answer) = await host.PayAsync(loanId, 12_480_000 + 8, "1405-12-01");

        Assert.Equal(9, answer.Rials("creditRials"));
        Assert.Equal([0L, 9L], (await AddsUpAsync(loanId)).Select(receipt => receipt.Rials("creditRials")));
    }

    [StoreFact]
    public async Task A_receipt_that_a_backdated_one_moved_on_shows_what_it_pays_now_and_what_it_paid_then()
    {
        var loanId = await host.OpenAsync();
        await host.PayAsync(loanId, 5, "1405-07-01");
        await host.PayAsync(loanId, 900_000, "1405-08-15");
        await host.PayAsync(loanId, 10_000, "1405-07-15");

        var rows = await AddsUpAsync(loanId);
        Assert.Equal([5L, 480_000 - 5 - 10_000, 10_000], rows.Select(row => row.Rials("feeRials")));
        Assert.Equal([5L, 480_000 - 5, 0], rows.Select(row => row.GetProperty("posted").Rials("feeRials")));
    }

    [StoreFact]
    public async Task Receipts_of_a_loan_whose_payment_came_back_are_all_credit()
    {
        var paid = await host.OpenAsync(Facts.Disbursed());
        await host.PayAsync(paid.LoanId, 480_000 + 1_000_000, "1405-07-30");

        await host.TellAsync(Facts.Returned(paid));
        await host.Probe.ExpectAsync(paid.LoanId, 3);

        var only = Assert.Single(await AddsUpAsync(paid.LoanId));
        Assert.Empty(only.Allocations());
        Assert.Equal((1_480_000L, 0L), (only.Rials("creditRials"), only.Rials("feeRials")));
        Assert.Equal((480_000L, 0L), (only.GetProperty("posted").Rials("feeRials"), only.GetProperty("posted").Rials("creditRials")));
    }

    /// <summary>Reads the rows and compares each with itself and all of them with the loan.</summary>
    private async Task<List<JsonElement>> AddsUpAsync(Guid loanId)
    {
        var (_, loan) = await host.GetAsync($"loans/{loanId}");
        var (_, receipts) = await host.GetAsync($"loans/{loanId}/receipts");
        var rows = receipts.GetProperty("items").EnumerateArray().ToList();
        Assert.All(rows, row => Assert.Equal(
            row.Rials("amountRials"),
            row.GetProperty("funders").Rials("ALAVI") + row.GetProperty("funders").Rials("SINA") + row.Rials("feeRials") + row.Rials("creditRials")));
        Assert.All(rows, row => Assert.Equal(row.Allocations().Sum(one => one.Fee), row.Rials("feeRials")));
        Assert.Equal(loan.Rials("creditRials"), rows.Sum(row => row.Rials("creditRials")));
        foreach (var funder in (string[])["ALAVI", "SINA"])
        {
            Assert.Equal(
                loan.GetProperty("funders").GetProperty(funder).Rials("repaidRials"), rows.Sum(row => row.GetProperty("funders").Rials(funder)));
        }

        return rows;
    }
}
