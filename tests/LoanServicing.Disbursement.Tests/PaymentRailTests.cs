using System.Xml.Linq;
using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Disbursement.Endpoints;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Disbursement.Tests;

/// <summary>Orders on their rails, a file for each, and those that no rail takes.</summary>
public class PaymentRailTests : IDisposable
{
    private static readonly Dictionary<string, string?> PayaAlone = new() { ["Bank:RailPreference"] = "paya" };
    private static readonly Dictionary<string, string?> PolAlone = new() { ["Bank:RailPreference"] = "pol" };

    private readonly DisbursementBench _bench = new(transfersPerFile: 10);

    public void Dispose() => _bench.Dispose();

    [StoreFact]
    public async Task EachRail_HasAFileOfItsOwn_WithItsOwnSum_AndTheOrderSaysWhichItWentBy()
    {
        await DeliverAsync(Contracts.Signed(380_000_000), Contracts.Signed(2_000_000_000, iban: Contracts.Elsewhere), Contracts.Signed(2_000_010_000, iban: Contracts.Elsewhere),
            Contracts.Signed(120_000_000, iban: Contracts.Elsewhere));

        Assert.Equal(3, await _bench.Writer.RunAsync(CancellationToken.None));

        Assert.Equal(["internal", "paya", "satna", "paya"], (await _bench.OrdersAsync()).Select(order => order.Rail));
        Assert.Equal(
            [("INTERNAL", "1", "380000000"), ("PAYA", "2", "2120000000"), ("SATNA", "1", "2000010000")],
            _bench.Outbox.Select(name => XElement.Load(_bench.PathOf("outbox", name))).Select(file => (Text(file, "Prtry"), Text(file, "NbOfTxs"), Text(file, "CtrlSum"))).Order());
        Assert.Equal(
            [("internal", 380_000_000L), ("paya", 2_120_000_000L), ("satna", 2_000_010_000L)],
            await QueryAsync<(string, long)>("select rail, control_sum from payment_file order by rail"));
        Assert.Equal(1, await _bench.Service.CountAsync("payment_rails"));
        await _bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task AnOrderThatNoRailTakes_IsShown_HoldsUpNobody_AndGoesOutAfterAStartWithOtherRails()
    {
        _bench.Configure(PayaAlone);
        await DeliverAsync(Contracts.Signed(3_000_000_000), Contracts.Signed());
        await _bench.Writer.RunAsync(CancellationToken.None);
        var running = _bench.Writer;
        Assert.Equal(0, await running.RunAsync(CancellationToken.None));
        Assert.Equal(0, await running.RunAsync(CancellationToken.None));

        var (held, sent) = (await ItemsAsync(persian: true))[..] is [var first, var second] ? (first, second) : throw new InvalidOperationException("Two orders are listed.");
        Assert.Equal(("ordered", "rail.amount-not-carried", null, null), (held.Status, held.RailProblem?.Code, held.Rail, held.PaymentFile));
        Assert.Contains("Bank:Rails", held.RailProblem!.Message, StringComparison.Ordinal);
        Assert.Contains("مبلغ", held.RailProblem.Message, StringComparison.Ordinal);
        Assert.Equal(("sent", "paya", null), (sent.Status, sent.Rail, sent.RailProblem));
        Assert.Equal(Path.GetFileNameWithoutExtension(Assert.Single(_bench.Outbox)), sent.PaymentFile);
        Assert.Equal(1, await _bench.Service.CountAsync("audit where action = 'payment-order.no-rail'"));
        await _bench.AssertSoundAsync();

        _bench.Configure([]);
        Assert.Equal(1, await _bench.Writer.RunAsync(CancellationToken.None));

        Assert.Equal([("sent", "internal", null), ("sent", "paya", null)], (await _bench.OrdersAsync()).Select(order => (order.State, order.Rail, order.RailProblem)));
        Assert.Equal(2, await _bench.Service.CountAsync("payment_rails"));
        await _bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task ManyHeldOrders_AreAllLookedAtAgain_SomeAtATime()
    {
        _bench.Configure(PayaAlone);
        await DeliverAsync([.. Enumerable.Range(0, 25).Select(_ => Contracts.Signed(3_000_000_000))]);
        await _bench.Writer.RunAsync(CancellationToken.None);
        Assert.Equal(25, await _bench.Service.CountAsync("payment_order where state = 'ordered' and rail_problem is not null"));

        _bench.Configure([]);
        await _bench.Writer.RunAsync(CancellationToken.None);

        Assert.All(await _bench.OrdersAsync(), order => Assert.Equal("sent", order.State));
        Assert.Equal([5L, 10L, 10L], (await QueryAsync<long>("select transfers from payment_file")).Order());
    }

    [StoreFact]
    public async Task OnPol_TheSixthOrderToOnePayee_WaitsForTheNextDay_AndTheOtherPayeesDoNot()
    {
        await _bench.SetBusinessDateAsync(Contracts.SignedOn);
        _bench.Configure(PolAlone);
        var writer = _bench.Writer;
        await DeliverAsync(Contracts.Signed(), Contracts.Signed(), Contracts.Signed());
        await writer.RunAsync(CancellationToken.None);
        await DeliverAsync(Contracts.Signed(), Contracts.Signed(), Contracts.Signed(), Contracts.Signed(iban: Contracts.Elsewhere));

        await writer.RunAsync(CancellationToken.None);
        await writer.RunAsync(CancellationToken.None);

        Assert.Equal([null, null, null, null, null, "rail.payee-had-most-today", null], (await _bench.OrdersAsync()).Select(order => order.RailProblem));
        await _bench.AssertSoundAsync();

        await _bench.SetBusinessDateAsync(Contracts.SignedOn.PlusDays(1));
        await writer.RunAsync(CancellationToken.None);

        Assert.All(await _bench.OrdersAsync(), order => Assert.Equal(("sent", "pol", null), (order.State, order.Rail, order.RailProblem)));
        await _bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task WhatIsInAFile_KeepsItsRail_WhateverIsConfiguredLater()
    {
        await DeliverAsync(Contracts.Signed(380_000_000, iban: Contracts.Elsewhere));
        await _bench.Writer.AssignAsync(CancellationToken.None);
        _bench.Service.Restart();
        _bench.Configure(PolAlone);

        await _bench.Writer.RunAsync(CancellationToken.None);

        Assert.Equal("PAYA", Text(XElement.Load(_bench.PathOf("outbox", Assert.Single(_bench.Outbox))), "Prtry"));
        Assert.Equal("paya", Assert.Single(await _bench.OrdersAsync()).Rail);
        await _bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task WhatWasInAFile_BeforeThereWereRails_IsWrittenAndAnsweredAsBefore()
    {
        await _bench.SetBusinessDateAsync(Contracts.SignedOn);
        await DeliverAsync(Contracts.Signed());
        await _bench.Writer.AssignAsync(CancellationToken.None);
        await _bench.Service.DamageAsync("update payment_file set rail = null, rails_version = null");
        await _bench.Service.DamageAsync("update payment_order set rail = null");
        await _bench.Service.DamageAsync("delete from audit where action = 'payment-file.assigned'");
        _bench.Service.Restart();

        await _bench.Writer.RunAsync(CancellationToken.None);
        await _bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Assert.Single(await _bench.OrdersAsync()))));

        Assert.DoesNotContain(
            XElement.Load(_bench.PathOf("outbox", Assert.Single(_bench.Outbox))).Descendants(), element => element.Name.LocalName == "PmtTpInf");
        Assert.Equal(("paid", null), (Assert.Single(await ItemsAsync()).Status, Assert.Single(await ItemsAsync()).Rail));
        await _bench.AssertSoundAsync();
    }

    private async Task DeliverAsync(params IReadOnlyList<ContractSigned> contracts)
    {
        foreach (var contract in contracts)
        {
            await _bench.Service.DeliverAsync(contract);
        }
    }

    private Task<IReadOnlyList<T>> QueryAsync<T>(string sql) =>
        _bench.Service.Database.ReadAsync(async connection => (IReadOnlyList<T>)[.. await connection.QueryAsync<T>(sql)]);

    private async Task<PaymentOrderView[]> ItemsAsync(bool persian = false)
    {
        var filter = new PaymentOrderFilter(Status: null, Counties: [], After: 0, Rows: 50);
        return [.. (await _bench.Service.Database.ReadAsync(connection => PaymentOrderQueries.ListAsync(connection, filter, persian))).Items];
    }

    private static string Text(XElement file, string name) => file.Descendants().First(element => element.Name.LocalName == name).Value;
}
