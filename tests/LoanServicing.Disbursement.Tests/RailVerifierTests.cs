namespace LoanServicing.Disbursement.Tests;

/// <summary>One damaged row of a rail or a file each, and it is named.</summary>
public sealed class RailVerifierTests : IAsyncLifetime
{
    private readonly DisbursementBench _bench = new(rails: new()
    {
        ["Bank:RailPreference"] = "pol, paya, satna",
        ["Bank:PaymentFiles:paya"] = "ccti",
    });

    public async Task InitializeAsync()
    {
        await _bench.SetBusinessDateAsync(Contracts.SignedOn);
        for (var i = 0; i < 5; i++)
        {
            await _bench.Service.DeliverAsync(Contracts.Signed());
        }

        await _bench.SendAsync(Contracts.Signed(900_000_000));
        await _bench.SendAsync(Contracts.Signed(2_500_000_000));
        await _bench.AssertSoundAsync();
    }

    public Task DisposeAsync()
    {
        _bench.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("R11", "update payment_order set rail = 'satna' where amount = 900000000", "is on satna, its file IR040590000000000000000001000000001 is on paya")]
    [InlineData("R11", "update payment_order set rail = null where amount = 900000000", "is on no rail, its file")]
    [InlineData("R11", "update payment_file set rail = null where rail = 'satna'", "is on none")]
    [InlineData("R11", "update payment_order set amount = 2000000001 where amount = 900000000", "of 2000000001 rials may not be on paya on 2026-11-22")]
    [InlineData("R11", "update payment_file set execution_date = 20200101 where rail = 'paya'", "may not be on paya on 2020-01-01")]
    [InlineData("R11", "update payment_order set rail_problem = 'rail.not-in-force' where amount = 900000000", "is in a file and held because of rail.not-in-force")]
    [InlineData("R11", "update payment_file set rails_version = 'x' where rail = 'paya'", "was put on paya by rails that are not kept")]
    [InlineData("R11", "update payment_rails set body = replace(body, '2000000000', '9000000000')", "are not what was kept under this name")]
    [InlineData("R11", "update payment_rails set version = 'x'", "the rails x are not what was kept")]
    [InlineData("R11", "update payment_order set file_id = (select file_id from payment_file where rail = 'pol'), file_position = 9, rail = 'pol' where amount = 900000000", "6 payment orders to IR74…7890 were put on pol on 2026-11-22, which takes 5 a day")]
    [InlineData("R8", "update payment_file set serial = 2 where serial = 1", "has the message id IR040590000000000000000001000000001, which is not its own")]
    [InlineData("R8", "update payment_file set serial = null where serial = 1", "which is not its own")]
    [InlineData("R8", "update payment_file set format = null where serial = 1", "which is not its own")]
    [InlineData("R8", "update payment_file set debtor_iban = 'IR740590000000001234567890' where serial = 1", "which is not its own")]
    [InlineData("R8", "update payment_file_counter set last_serial = 0", "has the serial 1, and the counter would give it again after 0")]
    [InlineData("R8", "update payment_file set control_sum = control_sum + 1 where rail = 'satna'", "says 1 transfers of 2500000001 rials, its orders are 1 of 2500000000")]
    [InlineData("R8", "update payment_file set transfers = 4 where rail = 'pol'", "says 4 transfers of 1900000000 rials, its orders are 5 of 1900000000")]
    public async Task ADamagedRow_IsNamed(string rule, string damage, string said)
    {
        await _bench.Service.DamageAsync(damage);

        var problems = (await _bench.Service.VerifyAsync()).Where(finding => finding.Rule == rule).SelectMany(finding => finding.Problems).ToList();
        Assert.Contains(problems, problem => problem.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_UntouchedRows_CountsTheOrdersThatHaveARail()
    {
        var finding = Assert.Single(await _bench.Service.VerifyAsync(), one => one.What == "payment orders on their rails");

        Assert.Equal(7, finding.Counted);
        Assert.Empty(finding.Problems);
    }
}
