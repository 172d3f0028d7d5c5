using LoanServicing.Platform.Http;
using LoanServicing.Repayment.Handlers;
using LoanServicing.Repayment.Reversals;
using LoanServicing.Repayment.SalaryLists;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>The channel of money that HTTP or the bank's messages tell.</summary>
internal static class ReceiptChannel
{
    private const string Field = "channel";

    private const int Longest = 32;

    /// <summary>In lower case. The names that we use ourselves are refused: under the statement's a reference would count as what a line of it made.</summary>
    public static string Read(RequestBody body)
    {
        var channel = body.RequiredNormalised(Field, Longest).ToLowerInvariant();
        if (channel is ToldElsewhere.Statement or ReverseReceipt.Channel or SalaryListStore.Channel)
        {
            body.AddError(
                Field,
                "channel.reserved",
                $"The channels {ToldElsewhere.Statement} (lines of the bank's statement), {SalaryListStore.Channel} (rows of salary lists) and {ReverseReceipt.Channel} are ours; name the one by which the money came, for instance branch or paya.",
                $"کانال‌های {ToldElsewhere.Statement} (سطرهای صورتحساب بانک)، {SalaryListStore.Channel} (ردیف‌های فهرست کسر از حقوق) و {ReverseReceipt.Channel} ویژهٔ سامانه است؛ کانالی را بنویسید که وجه از آن رسیده است، مانند branch یا paya.");
        }

        return channel;
    }
}
