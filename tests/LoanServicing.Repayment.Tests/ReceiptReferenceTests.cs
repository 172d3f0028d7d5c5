using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

/// <summary>A bank reference stands for one receipt of its channel, however it is written (rule R8).</summary>
public class ReceiptReferenceTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    [StoreFact]
    public async Task The_same_bank_reference_gets_the_first_answer_whatever_the_key_and_case_of_the_channel()
    {
        var loanId = await host.OpenAsync();
        var receipt = Facts.Receipt(600_000, "1405-08-01", "REF-" + loanId, "Paya");
        var (first, answer) = await host.PayAsync(loanId, receipt);
        await host.PayAsync(loanId, 1_000, "1405-07-15");

        receipt["channel"] = "paya";
        var (second, again) = await host.PayAsync(loanId, receipt);

        Assert.Equal((201, 200), (first, second));
        Assert.Equal(answer.GetRawText(), again.GetRawText());
        Assert.Equal(3, (await host.Probe.ExpectAsync(loanId, 3)).Count);
    }

    [StoreTheory]
    [InlineData("norm-1", "branch")]
    [InlineData("NORM-1", "BRANCH")]
    [InlineData("ｎｏｒｍ－１", "branch")]
    [InlineData("Norm-۱", "ｂｒａｎｃｈ")]
    [InlineData(" norm-١ ", " Branch ")]
    public async Task A_bank_reference_is_the_same_in_any_writing_and_with_another_amount_it_is_refused(string reference, string channel)
    {
        var loanId = await host.OpenAsync();
        var (prefix, receipt) = ($"{loanId:N}", Facts.Receipt(600_000, "1405-08-01", $"{loanId:N}Norm-1"));
        var (_, first) = await host.PayAsync(loanId, receipt);

        (receipt["bankReference"], receipt["channel"]) = (prefix + reference.Trim(), channel);
        var (same, again) = await host.PayAsync(loanId, receipt);
        receipt["amountRials"] = 600_001;
        var (other, problem) = await host.PayAsync(loanId, receipt);

        Assert.Equal((200, first.GetRawText()), (same, again.GetRawText()));
        Assert.Equal((422, "bank-reference.reused"), (other, problem.Text("code")));
        var (_, receipts) = await host.GetAsync($"loans/{loanId}/receipts");
        Assert.EndsWith("NORM-1", Assert.Single(receipts.GetProperty("items").EnumerateArray()).Text("bankReference"), StringComparison.Ordinal);
    }
}
