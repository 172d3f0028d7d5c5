using LoanServicing.Contracts;
using LoanServicing.Disbursement.Store;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Disbursement.Tests;

/// <summary>Files twice, out of order, and after a kill.</summary>
public class BankInboxRepetitionTests : OneSentOrder
{
    [StoreFact]
    public async Task TheSameFile_UnderAnyName_ChangesNothing()
    {
        var file = BankMessages.Notification("N1", BankMessages.Paid(Order));

        await Bench.TakeInAsync(file, "a.xml");
        await Bench.TakeInAsync(file, "b.xml");
        await Bench.TakeInAsync(file, "a.xml");

        Assert.Single(await Bench.AnswersAsync());
        Assert.Single(await Bench.Service.PublishedAsync<LoanDisbursed>());
        Assert.Equal(["a.2.xml", "a.xml", "b.xml"], Bench.Done);
    }

    [StoreFact]
    public async Task TheSameBooking_InAnotherFile_ChangesNothing()
    {
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)));
        await Bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Paid(Order)));

        Assert.Equal([("applied", null), ("already-done", null)], await Bench.AnswersAsync());
        Assert.Single(await Bench.Service.PublishedAsync<LoanDisbursed>());
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task TheSameMessageId_WithAnotherContent_IsRejected()
    {
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order, amount: "1")));
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)));

        Assert.StartsWith("file.message-id-reused", Bench.Reason(), StringComparison.Ordinal);
        Assert.Equal("sent", (await Bench.OrderAsync(Contract)).State);
    }

    [StoreFact]
    public async Task TheSameMessageId_OfAnotherKindOfFile_IsAnotherFile()
    {
        await Bench.TakeInAsync(BankMessages.Statuses("M1", "ACSC", Order));
        await Bench.TakeInAsync(BankMessages.Notification("M1", BankMessages.Paid(Order)));

        Assert.Equal("paid", (await Bench.OrderAsync(Contract)).State);
        Assert.Empty(Bench.Rejected);
        Assert.Equal(2, await Bench.Service.CountAsync("bank_file"));
    }

    [StoreFact]
    public async Task KilledBetweenTwoUnits_TheRestIsAppliedAndNothingTwice()
    {
        PaymentOrderRow[] orders = [Order, await Bench.SendAsync(Contracts.Signed()), await Bench.SendAsync(Contracts.Signed())];
        var content = BankMessages.Notification("N1", [.. orders.Select(order => BankMessages.Paid(order))]);
        await File.WriteAllTextAsync(Bench.PathOf("inbox", "answer.xml"), content);
        var bytes = await File.ReadAllBytesAsync(Bench.PathOf("inbox", "answer.xml"));
        var file = BankFiles.BankFileReader.Read(bytes).File!;
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        Assert.Null(await Bench.Inbox.RegisterAsync(file, hash, CancellationToken.None));
        Assert.True(await Bench.Inbox.ApplyNextAsync(file, 2, CancellationToken.None));
        Bench.Service.Restart();

        await Bench.TakeInAllAsync();

        Assert.Equal(3, (await Bench.AnswersAsync()).Count);
        Assert.Equal(3, (await Bench.Service.PublishedAsync<LoanDisbursed>()).Count);
        Assert.Equal(["answer.xml"], Bench.Done);
        Assert.Empty(Bench.Arrived);
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task FilesInAnyOrderAndTwice_LeadToTheSameOrders()
    {
        ContractSigned[] contracts = [Contract, Contracts.Signed(), Contracts.Signed(), Contracts.Signed()];
        for (var seed = 0; seed < 10; seed++)
        {
            using var bench = new DisbursementBench();
            await bench.SetBusinessDateAsync(Contracts.SignedOn);
            var orders = new List<PaymentOrderRow>();
            foreach (var contract in contracts)
            {
                orders.Add(await bench.SendAsync(contract));
            }

            string[] files =
            [
                BankMessages.Notification("N1", BankMessages.Paid(orders[0])),
                BankMessages.Notification("N2", BankMessages.Paid(orders[1]), BankMessages.Returned(orders[1])),
                BankMessages.Statuses("S1", "ACSC", orders[0], orders[1]),
                BankMessages.Statuses("S2", "RJCT", orders[2]),
                BankMessages.Notification("N3", BankMessages.Paid(orders[0])),
                BankMessages.Notification("N4", BankMessages.Returned(orders[1])),
            ];
            var order = files.Concat(files).ToArray();
            new Random(seed).Shuffle(order);
            foreach (var file in order)
            {
                await bench.TakeInAsync(file);
            }

            Assert.Equal(["paid", "returned", "refused", "sent"], (await bench.OrdersAsync()).Select(row => row.State));

            // What came back was either booked first, and is lent and returned, or not, and has failed.
            var returned = (await bench.Service.PublishedAsync<DisbursementReturned>()).Count;
            Assert.Equal(1 + returned, (await bench.Service.PublishedAsync<LoanDisbursed>()).Count);
            Assert.Equal(2 - returned, (await bench.Service.PublishedAsync<DisbursementFailed>()).Count);
            Assert.Equal(0, await bench.Service.CountAsync("bank_answer where outcome in ('waiting', 'problem')"));
            await bench.AssertSoundAsync();
        }
    }
}
