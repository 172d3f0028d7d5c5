using System.Xml.Linq;
using Dapper;
using LoanServicing.Disbursement.Store;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Disbursement.Tests;

/// <summary>Files in Paya's dialect: an id that is counted, never given twice, and survives every crash.</summary>
public class CctiWriterTests : IDisposable
{
    private const string Account = "IR040590000000000000000001";

    private readonly DisbursementBench _bench = new(transfersPerFile: 2, rails: new() { ["Bank:PaymentFiles:paya"] = "ccti" });

    public void Dispose() => _bench.Dispose();

    [StoreFact]
    public async Task EachFile_HasTheNextSerialOfTheAccount_AndTheOthersKeepTheirIds()
    {
        for (var i = 0; i < 5; i++)
        {
            await _bench.Service.DeliverAsync(Contracts.Signed(iban: Contracts.Elsewhere));
        }

        await _bench.Service.DeliverAsync(Contracts.Signed());
        await _bench.Writer.RunAsync(CancellationToken.None);

        Assert.Equal([$"{Account}000000001.ccti", $"{Account}000000002.ccti", $"{Account}000000003.ccti"], _bench.Outbox.Where(name => name.EndsWith(".ccti", StringComparison.Ordinal)));
        Assert.StartsWith("LSF", Assert.Single(_bench.Outbox, name => name.EndsWith(".xml", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal([2, 2, 1], _bench.Outbox.Take(3).Select(name => Read(name).Descendants("CdtTrfTxInf").Count()));
        Assert.Equal((await _bench.OrdersAsync()).Take(5).Select(order => order.EndToEndId), _bench.Outbox.Take(3).SelectMany(name => Read(name).Descendants("EndToEndId")).Select(id => id.Value));
        await _bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task KilledAfterAssigning_AndAfterTheRename_TheSameBytesLieUnderTheSameName_AndTheNextFileHasAnotherId()
    {
        await _bench.Service.DeliverAsync(Contracts.Signed(iban: Contracts.Elsewhere));
        await _bench.Writer.AssignAsync(CancellationToken.None);
        _bench.Service.Restart();
        await _bench.Writer.PutAsync(Assert.Single(await _bench.Writer.AssignedAsync(CancellationToken.None)), CancellationToken.None);
        var name = Assert.Single(_bench.Outbox);
        var first = await File.ReadAllBytesAsync(_bench.PathOf("outbox", name));
        File.Delete(_bench.PathOf("outbox", name));
        _bench.Service.Restart();
        _bench.Configure(new() { ["Bank:CctiBic"] = "SINAIRTHXXX" });

        await _bench.SetBusinessDateAsync(Contracts.SignedOn.PlusDays(9));
        await _bench.Writer.RunAsync(CancellationToken.None);

        Assert.Equal([name], _bench.Outbox);
        Assert.Equal(first, await File.ReadAllBytesAsync(_bench.PathOf("outbox", name)));
        _bench.Configure(new() { ["Bank:PaymentFiles:paya"] = "ccti" });
        await _bench.SendAsync(Contracts.Signed(iban: Contracts.Elsewhere));
        Assert.Equal([$"{Account}000000001.ccti", $"{Account}000000002.ccti"], _bench.Outbox);
        await _bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task AFileThatIsRolledBack_LeavesNothingInTheFolder_AndItsSerialToTheNextOne()
    {
        await _bench.Service.DeliverAsync(Contracts.Signed(iban: Contracts.Elsewhere));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _bench.Service.Database.WriteAsync<int>(async unit =>
        {
            await PaymentFileCounter.NextSerialAsync(unit);
            throw new InvalidOperationException("killed");
        }));

        await _bench.Writer.RunAsync(CancellationToken.None);

        Assert.Equal([$"{Account}000000001.ccti"], _bench.Outbox);
        Assert.Equal(1, await LastSerialAsync());
    }

    [StoreFact]
    public async Task WithoutItsCounter_NoFileIsMade()
    {
        await _bench.Service.DeliverAsync(Contracts.Signed(iban: Contracts.Elsewhere));
        await _bench.Service.DamageAsync("delete from payment_file_counter");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => _bench.Writer.RunAsync(CancellationToken.None));

        Assert.Contains("counter of payment files is gone", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_bench.Outbox);
        Assert.Equal("ordered", Assert.Single(await _bench.OrdersAsync()).State);
    }

    [StoreFact]
    public async Task TheBanksAnswers_FindTheFileAndItsOrders_ByTheIdsInIt()
    {
        await _bench.SetBusinessDateAsync(Contracts.SignedOn);
        await _bench.Service.DeliverAsync(Contracts.Signed(iban: Contracts.Elsewhere));
        var paid = await _bench.SendAsync(Contracts.Signed(iban: Contracts.Elsewhere));
        await _bench.SendAsync(Contracts.Signed(iban: Contracts.Elsewhere));

        await _bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(paid)));
        await _bench.TakeInAsync(BankMessages.StatusesOf($"{Account}000000001", "S1", "RJCT", (await _bench.OrdersAsync())[0]));
        await _bench.TakeInAsync(BankMessages.WholeFileRefused("S2", $"{Account}000000002"));

        Assert.Equal(["refused", "paid", "refused"], (await _bench.OrdersAsync()).Select(order => order.State));
        Assert.Empty(_bench.Rejected);
        await _bench.AssertSoundAsync();
    }

    private Task<long> LastSerialAsync() =>
        _bench.Service.Database.ReadAsync(connection => connection.QuerySingleAsync<long>("select last_serial from payment_file_counter"));

    private XElement Read(string name) => XElement.Load(_bench.PathOf("outbox", name));
}
