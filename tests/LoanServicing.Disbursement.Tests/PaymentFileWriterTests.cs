using System.Xml.Linq;
using LoanServicing.Disbursement.BankFiles;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Disbursement.Tests;

public class PaymentFileWriterTests : IDisposable
{
    private static readonly XNamespace Pain = PaymentFileXml.Namespace;

    private readonly DisbursementBench _bench = new(transfersPerFile: 2);

    public void Dispose() => _bench.Dispose();

    [StoreFact]
    public async Task Run_WaitingOrders_GoIntoFilesOfBoundedSize_EachOnce()
    {
        for (var i = 0; i < 5; i++)
        {
            await _bench.Service.DeliverAsync(Contracts.Signed());
        }

        Assert.Equal(3, await _bench.Writer.RunAsync(CancellationToken.None));
        Assert.Equal(0, await _bench.Writer.RunAsync(CancellationToken.None));

        var ids = _bench.Outbox.SelectMany(name => Read(name).Descendants(Pain + "EndToEndId").Select(id => id.Value)).ToList();
        Assert.Equal((await _bench.OrdersAsync()).Select(order => order.EndToEndId).Order(), ids.Order());
        Assert.All(await _bench.OrdersAsync(), order => Assert.Equal("sent", order.State));
        await _bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task File_IsForUsAndTheGroupOfTheBank()
    {
        await _bench.Service.DeliverAsync(Contracts.Signed());
        await _bench.Writer.RunAsync(CancellationToken.None);

        if (!OperatingSystem.IsWindows())
        {
            var file = _bench.PathOf("outbox", _bench.Outbox.Single());
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(file));
        }
    }

    [StoreFact]
    public async Task File_SaysWhatTheOrdersSay()
    {
        await _bench.SetBusinessDateAsync(new(2026, 11, 25));
        var (one, two) = (Contracts.Signed(380_000_000), Contracts.Signed(1_440_000_000, name: "A <B> & \u0001\"C\""));
        await _bench.Service.DeliverAsync(one);
        await _bench.Service.DeliverAsync(two);

        await _bench.Writer.RunAsync(CancellationToken.None);

        var name = Assert.Single(_bench.Outbox);
        var root = Read(name);
        Assert.Equal(Pain + "Document", root.Name);
        var initiation = root.Element(Pain + "CstmrCdtTrfInitn")!;
        var header = initiation.Element(Pain + "GrpHdr")!;
        var messageId = Value(header, "MsgId");
        Assert.Equal(messageId + ".xml", name);
        Assert.InRange(messageId.Length, 1, 35);
        Assert.Equal(("2", "1820000000"), (Value(header, "NbOfTxs"), Value(header, "CtrlSum")));
        var block = Assert.Single(initiation.Elements(Pain + "PmtInf"));
        Assert.Equal(("2", "1820000000", "TRF"), (Value(block, "NbOfTxs"), Value(block, "CtrlSum"), Value(block, "PmtMtd")));
        Assert.Equal("2026-11-25", Value(block, "ReqdExctnDt", "Dt"));
        Assert.Equal("Bonyad & Bank", Value(block, "Dbtr", "Nm"));
        Assert.Equal("IR040590000000000000000001", Value(block, "DbtrAcct", "Id", "IBAN"));
        Assert.Equal("SINAIRTHXXX", Value(block, "DbtrAgt", "FinInstnId", "BICFI"));
        var transfers = block.Elements(Pain + "CdtTrfTxInf").ToList();
        Assert.Equal([(await _bench.OrderAsync(one)).EndToEndId, (await _bench.OrderAsync(two)).EndToEndId],
            transfers.Select(transfer => Value(transfer, "PmtId", "EndToEndId")));
        Assert.Equal(["380000000", "1440000000"], transfers.Select(transfer => Value(transfer, "Amt", "InstdAmt")));
        Assert.All(transfers, transfer => Assert.Equal("IRR", transfer.Element(Pain + "Amt")!.Element(Pain + "InstdAmt")!.Attribute("Ccy")!.Value));
        Assert.Equal(["رضا سالاری", "A <B> & \"C\""], transfers.Select(transfer => Value(transfer, "Cdtr", "Nm")));
        Assert.All(transfers, transfer => Assert.Equal("IR740590000000001234567890", Value(transfer, "CdtrAcct", "Id", "IBAN")));
        Assert.All(transfers, transfer => Assert.Equal("K-1405-1", Value(transfer, "RmtInf", "Ustrd")));
    }

    [StoreFact]
    public async Task KilledAfterAssigning_TheSameOrdersGoIntoThatFile()
    {
        await _bench.Service.DeliverAsync(Contracts.Signed());
        Assert.True(await _bench.Writer.AssignAsync(CancellationToken.None));
        var assigned = Assert.Single(await _bench.Writer.AssignedAsync(CancellationToken.None));
        _bench.Service.Restart();
        await _bench.Service.DeliverAsync(Contracts.Signed());

        await _bench.Writer.RunAsync(CancellationToken.None);

        Assert.Contains(assigned.MessageId + ".xml", _bench.Outbox);
        Assert.Equal(2, _bench.Outbox.Length);
        Assert.All(_bench.Outbox, name => Assert.Single(Read(name).Descendants(Pain + "EndToEndId")));
        await _bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task KilledAfterTheRename_TheSameBytesAreWrittenAgain_EvenIfTheBankHasTakenTheFile()
    {
        await _bench.Service.DeliverAsync(Contracts.Signed());
        await _bench.Writer.AssignAsync(CancellationToken.None);
        var file = Assert.Single(await _bench.Writer.AssignedAsync(CancellationToken.None));
        await _bench.Writer.PutAsync(file, CancellationToken.None);
        var name = Assert.Single(_bench.Outbox);
        var first = await File.ReadAllBytesAsync(_bench.PathOf("outbox", name));
        File.Delete(_bench.PathOf("outbox", name));
        _bench.Service.Restart();
        await _bench.SetBusinessDateAsync(Contracts.SignedOn.PlusDays(9));

        await _bench.Writer.RunAsync(CancellationToken.None);

        Assert.Equal([name], _bench.Outbox);
        Assert.Equal(first, await File.ReadAllBytesAsync(_bench.PathOf("outbox", name)));
        Assert.Equal("sent", Assert.Single(await _bench.OrdersAsync()).State);
        await _bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task KilledWhileWriting_TheHalfFileIsNeverSeenAndReplaced()
    {
        await _bench.Service.DeliverAsync(Contracts.Signed());
        await _bench.Writer.AssignAsync(CancellationToken.None);
        var file = Assert.Single(await _bench.Writer.AssignedAsync(CancellationToken.None));
        await File.WriteAllTextAsync(_bench.PathOf("outbox", file.MessageId + ".xml.tmp"), "<Docu");

        await _bench.Writer.RunAsync(CancellationToken.None);

        Assert.Equal([file.MessageId + ".xml"], _bench.Outbox);
        Assert.Single(Read(_bench.Outbox[0]).Descendants(Pain + "EndToEndId"));
    }

    [StoreFact]
    public async Task KilledBeforeNoting_AndAnsweredInTheMeantime_ThePaidOrderStaysPaid()
    {
        await _bench.SetBusinessDateAsync(Contracts.SignedOn);
        await _bench.Service.DeliverAsync(Contracts.Signed());
        await _bench.Writer.AssignAsync(CancellationToken.None);
        var file = Assert.Single(await _bench.Writer.AssignedAsync(CancellationToken.None));
        await _bench.Writer.PutAsync(file, CancellationToken.None);
        _bench.Service.Restart();
        await _bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Assert.Single(await _bench.OrdersAsync()))));

        await _bench.Writer.RunAsync(CancellationToken.None);
        await _bench.Writer.RunAsync(CancellationToken.None);

        Assert.Equal("paid", Assert.Single(await _bench.OrdersAsync()).State);
        Assert.Equal(1, await _bench.Service.CountAsync("payment_file where state = 'written'"));
        await _bench.AssertSoundAsync();
    }

    private static string Value(XElement element, params string[] path) =>
        path.Aggregate(element, (at, name) => Assert.Single(at.Elements(Pain + name))).Value;

    private XElement Read(string name) => XElement.Load(_bench.PathOf("outbox", name));
}
