using LoanServicing.Platform.Http;
using LoanServicing.Repayment.Handlers;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>The channel of money that HTTP or the bank's messages tell.</summary>
internal static class ReceiptChannel
{
    private const string Field = "channel";

    private const int Longest = 32;

    /// <summary>In lower case. The statement's own name is refused: under it a reference would count as what a line of the statement made.</summary>
    public static string Read(RequestBody body)
    {
        var channel = body.RequiredNormalised(Field, Longest).ToLowerInvariant();
        if (channel == ToldElsewhere.Statement)
        {
            body.AddError(
                Field,
                "channel.reserved",
                $"The channel {ToldElsewhere.Statement} is for the lines of the bank's statement; name the one by which the money came, for instance branch or paya.",
                $"کانال {ToldElsewhere.Statement} ویژهٔ سطرهای صورتحساب بانک است؛ کانالی را بنویسید که وجه از آن رسیده است، مانند branch یا paya.");
        }

        return channel;
    }
}
