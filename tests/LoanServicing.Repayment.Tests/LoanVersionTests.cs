using System.Net.Http.Json;
using System.Text.Json;
using LoanServicing.Platform.Http;

namespace LoanServicing.Repayment.Tests;

/// <summary>A loan's ETag, and a receipt that names with If-Match the loan as its sender saw it (contract.md: 412 for a stale one).</summary>
public sealed class LoanVersionTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    [Fact]
    public async Task A_receipt_for_the_loan_as_it_was_read_is_posted_and_changes_its_version()
    {
        var loanId = await host.OpenAsync();
        var read = await VersionAsync(loanId);

        Assert.Equal(201, (await PayIfAsync(loanId, read, Facts.Receipt(1_000, "1405-08-01"))).Status);

        Assert.NotEqual(read, await VersionAsync(loanId));
    }

    [Fact]
    public async Task A_receipt_for_a_loan_that_has_changed_since_is_refused_and_writes_nothing()
    {
        var loanId = await host.OpenAsync();
        var read = await VersionAsync(loanId);
        await host.PayAsync(loanId, 1_000, "1405-08-01");
        var before = (await host.GetAsync($"loans/{loanId}/receipts")).Body.GetRawText();

        var refused = Facts.Receipt(2_000, "1405-08-01");
        var (status, problem) = await PayIfAsync(loanId, read, refused);

        Assert.Equal((412, "version.stale"), (status, problem.Text("code")));
        Assert.Equal(before, (await host.GetAsync($"loans/{loanId}/receipts")).Body.GetRawText());
        Assert.Equal(201, (await PayIfAsync(loanId, await VersionAsync(loanId), refused)).Status);
    }

    [Fact]
    public async Task A_receipt_told_again_gets_its_first_answer_whatever_version_it_names()
    {
        var loanId = await host.OpenAsync();
        var read = await VersionAsync(loanId);
        var receipt = Facts.Receipt(1_000, "1405-08-01");
        var (_, first) = await PayIfAsync(loanId, read, receipt);

        var (status, again) = await PayIfAsync(loanId, read, receipt);

        Assert.Equal((200, first.GetRawText()), (status, again.GetRawText()));
    }

    private async Task<string> VersionAsync(Guid loanId)
    {
        using var answer = await host.Officer.GetAsync($"loans/{loanId}");
        return answer.Headers.ETag!.Tag;
    }

    private async Task<(int Status, JsonElement Body)> PayIfAsync(Guid loanId, string version, object receipt)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"loans/{loanId}/receipts") { Content = JsonContent.Create(receipt) };
        request.Headers.Add(Commands.KeyHeader, Guid.CreateVersion7().ToString());
        request.Headers.TryAddWithoutValidation("If-Match", version);
        using var answer = await host.Cashier.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}
