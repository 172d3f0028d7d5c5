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

    [Theory]
    [InlineData("zzz")]
    [InlineData("1")]
    [InlineData("\"1")]
    [InlineData("\"1\" \"2\"")]
    [InlineData("\"1\", zzz")]
    [InlineData("*, \"1\"")]
    [InlineData("**")]
    [InlineData("")]
    public async Task What_is_no_list_of_entity_tags_is_refused_with_the_form_expected_and_writes_nothing(string header)
    {
        var loanId = await host.OpenAsync();

        var (status, problem) = await PayIfAsync(loanId, header, Facts.Receipt(1_000, "1405-08-01"));

        Assert.Equal((400, "if-match.malformed"), (status, problem.Text("code")));
        Assert.Contains("If-Match", problem.Text("title"), StringComparison.Ordinal);
        Assert.Contains("\"7\"", problem.Text("title"), StringComparison.Ordinal);
        Assert.Equal(0, (await host.GetAsync($"loans/{loanId}")).Body.Rials("repaidRials"));
    }

    [Fact]
    public async Task A_header_that_cannot_be_read_is_refused_before_it_matters_which_loan_is_meant()
    {
        var (status, problem) = await PayIfAsync(Guid.Empty, "zzz", Facts.Receipt(1_000, "1405-08-01"));

        Assert.Equal((400, "if-match.malformed"), (status, problem.Text("code")));
    }

    [Theory]
    [InlineData("W/{0}", 412)]
    [InlineData("\"0\"", 412)]
    [InlineData("\"another\", W/{0}", 412)]
    [InlineData("*", 201)]
    [InlineData("\"0\",{0}", 201)]
    [InlineData("W/\"0\" , \"a,b\", {0}", 201)]
    public async Task Tags_are_compared_strongly_and_one_of_a_list_is_enough(string header, int expected)
    {
        var loanId = await host.OpenAsync();
        var asked = header.Replace("{0}", await VersionAsync(loanId), StringComparison.Ordinal);

        Assert.Equal(expected, (await PayIfAsync(loanId, asked, Facts.Receipt(1_000, "1405-08-01"))).Status);
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
