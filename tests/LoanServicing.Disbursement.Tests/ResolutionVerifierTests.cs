namespace LoanServicing.Disbursement.Tests;

/// <summary>One damaged row of a resolution each, and it is named.</summary>
public sealed class ResolutionVerifierTests : OneSentOrder
{
    [Theory]
    [InlineData("R11", "update payment_order_resolution set checker = maker", "was checked by finance-1")]
    [InlineData("R11", "update payment_order_resolution set checker = upper(maker)", "was checked by FINANCE-1")]
    [InlineData("R11", "update payment_order_resolution set reason = ''", "its reason is ''")]
    [InlineData("R11", "update check_request set status = 'waiting'", "is the request of finance-1")]
    [InlineData("R11", "delete from check_request", "is the request of nobody")]
    [InlineData("R11", "delete from audit where action = 'payment-order.resolved'", "its audit trail says 0")]
    [InlineData("R11", "update bank_answer set bank_reference = 'X' where file_kind = 'resolution'", "answers that do not say what it says")]
    [InlineData("R11", "update payment_order_resolution set status = 'refused'", "which was not carried out")]
    [InlineData("R11", "update payment_order_resolution set status = 'refused'", "was settled by nobody")]
    [InlineData("R10", "update payment_order set stands_for_attempt = null", "stands for no attempt")]
    [InlineData("R10", "update payment_order_transition set event = 'bank-paid' where event = 'taken-as-paid'", "may not lead to paid")]
    public async Task ADamagedRow_IsNamed(string rule, string damage, string said)
    {
        await Bench.TakeInAsync(BankMessages.Statuses("S1", "RJCT", Order));
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)));
        await Bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Paid(Order, amount: "7")));
        await Bench.Service.DeliverAsync(Contract.OrderedAgain());
        await new FinanceDesk(Bench).ResolveAsync(Order, FinanceDesk.Paid(Order, BankMessages.ReferenceOf(Order), corrected: true));
        await Bench.AssertSoundAsync();

        await Bench.Service.DamageAsync(damage);

        var problems = (await Bench.Service.VerifyAsync()).Where(finding => finding.Rule == rule).SelectMany(finding => finding.Problems);
        Assert.Contains(problems, problem => problem.Contains(said, StringComparison.Ordinal));
    }
}
