using LoanServicing.Disbursement.Store;

namespace LoanServicing.Disbursement.Tests;

/// <summary>One damaged row each, and it is named.</summary>
public sealed class PaymentOrderVerifierTests : IAsyncLifetime
{
    private readonly DisbursementBench _bench = new();
    private PaymentOrderRow _paid = new();

    public async Task InitializeAsync()
    {
        await _bench.SetBusinessDateAsync(Contracts.SignedOn);
        var contract = Contracts.Signed();
        var refused = await _bench.SendAsync(Contracts.Signed(120_000_000));
        await _bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(await _bench.SendAsync(contract))));
        await _bench.TakeInAsync(BankMessages.Statuses("S1", "RJCT", refused));
        _paid = await _bench.OrderAsync(contract);
    }

    public Task DisposeAsync()
    {
        _bench.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Verify_UntouchedRows_CountsThemAndFindsNothing()
    {
        var findings = await _bench.Service.VerifyAsync();

        Assert.Equal([("R10", 6L), ("R6", 2L), ("R8", 2L), ("R8", 2L), ("R8", 1L), ("R11", 0L), ("R11", 2L), ("R11", 2L), ("R11", 2L), ("R11", 0L)], findings.Select(finding => (finding.Rule, finding.Counted)));
        Assert.All(findings, finding => Assert.Empty(finding.Problems));
    }

    [Theory]
    [InlineData("R10", "update payment_order set state = 'sent' where state = 'paid'", "is sent, its moves lead to paid")]
    [InlineData("R10", "update payment_order_transition set to_state = 'refused' where event = 'bank-paid'", "may not lead to refused")]
    [InlineData("R10", "update payment_order_transition set event = 'bank-returned' where event = 'bank-paid'", "may not lead to paid")]
    [InlineData("R10", "delete from payment_order_transition where event = 'file-written' and order_id = (select order_id from payment_order where state = 'paid')", "does not follow in-file")]
    [InlineData("R10", "delete from payment_order where state = 'paid'", "belongs to no order")]
    [InlineData("R10", "update payment_order set loan_id = null where state = 'paid'", "was paid and has no loan")]
    [InlineData("R6", "update payment_order set alavi = alavi + 1 where state = 'paid'", "its shares are")]
    [InlineData("R6", "update payment_order set terms = replace(terms, '380000000', '380000001') where state = 'paid'", "its contract of 380000001")]
    [InlineData("R11", "update payment_order set terms = replace(terms, '10000', '10001') where state = 'paid'", "is not what was ordered")]
    [InlineData("R8", "update payment_order set end_to_end_id = 'LSX' where state = 'paid'", "which is not its own")]
    [InlineData("R8", "update bank_answer set outcome = 'problem' where kind = 'paid'", "was confirmed 0 times")]
    [InlineData("R8", "update bank_answer set amount = amount - 1 where kind = 'paid'", "was confirmed with 379999999 rials")]
    public async Task Verify_ADamagedOrder_IsNamed(string rule, string damage, string said)
    {
        await _bench.Service.DamageAsync(damage);

        await AssertNamedAsync(rule, _paid.OrderId.ToString(), said);
    }

    [Theory]
    [InlineData("update payment_file set control_sum = control_sum + 1 where control_sum = 380000000", "says 1 transfers of 380000001 rials")]
    [InlineData("update payment_order set file_id = (select file_id from payment_order where state = 'paid'), file_position = 2 where state = 'refused'", "its orders are 2 of 500000000")]
    public async Task Verify_ADamagedFile_IsNamed(string damage, string said)
    {
        await _bench.Service.DamageAsync(damage);

        await AssertNamedAsync("R8", Domain.Payments.PaymentIds.MessageId(_paid.FileId!.Value), said);
    }

    [Fact]
    public async Task Verify_IdentifiersUsedTwice_AreNamed()
    {
        await _bench.Service.Database.WriteAsync(unit => unit.ExecuteAsync("drop index payment_order_bank_reference"));
        await _bench.Service.DamageAsync("update payment_order set bank_reference = 'FT2'");

        await AssertNamedAsync("R8", "bank reference FT2", "is used 2 times");
    }

    [Fact]
    public async Task Verify_TwoOrdersOfOneAttempt_AreNamed()
    {
        await _bench.Service.Database.WriteAsync(unit => unit.ExecuteAsync("drop index payment_order_attempt"));
        await _bench.Service.DamageAsync("update payment_order set application_id = (select application_id from payment_order where state = 'paid')");

        await AssertNamedAsync("R8", $"application {_paid.ApplicationId} attempt 1", "is used 2 times");
    }

    [Fact]
    public async Task Verify_AnOrderOfNoFile_IsNamed()
    {
        await _bench.Service.DamageAsync("delete from payment_file where file_id = (select file_id from payment_order where state = 'paid')");

        await AssertNamedAsync("R8", _paid.OrderId.ToString(), "is in a file that does not exist");
    }

    private async Task AssertNamedAsync(string rule, string row, string said)
    {
        var problems = (await _bench.Service.VerifyAsync()).Where(finding => finding.Rule == rule).SelectMany(finding => finding.Problems).ToList();

        Assert.Contains(problems, problem => problem.Contains(row, StringComparison.Ordinal) && problem.Contains(said, StringComparison.Ordinal));
    }
}
