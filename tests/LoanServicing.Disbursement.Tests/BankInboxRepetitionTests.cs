using LoanServicing.Contracts;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Payments;

namespace LoanServicing.Disbursement.Tests;

/// <summary>Files twice, out of order, and after a kill.</summary>
public sealed class BankInboxRepetitionTests : IAsyncLifetime
{
    private readonly DisbursementBench _bench = new();
    private readonly ContractSigned _contract = Contracts.Signed();
    private PaymentOrderRow _order = new();

    public async Task InitializeAsync()
    {
        await _bench.SetBusinessDateAsync(Contracts.SignedOn);
        _order = await _bench.SendAsync(_contract);
    }

    public Task DisposeAsync()
    {
        _bench.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task TheSameFile_UnderAnyName_ChangesNothing()
    {
        var file = BankMessages.Notification("N1", BankMessages.Paid(_order));

        await _bench.TakeInAsync(file, "a.xml");
        await _bench.TakeInAsync(file, "b.xml");
        await _bench.TakeInAsync(file, "a.xml");

        Assert.Single(await _bench.AnswersAsync());
        Assert.Single(await _bench.Service.PublishedAsync<LoanDisbursed>());
        Assert.Equal(["a.2.xml", "a.xml", "b.xml"], _bench.Done);
    }

    [Fact]
    public async Task TheSameBooking_InAnotherFile_ChangesNothing()
    {
        await _bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(_order)));
        await _bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Paid(_order)));

        Assert.Equal([("applied", null), ("already-done", null)], await _bench.AnswersAsync());
        Assert.Single(await _bench.Service.PublishedAsync<LoanDisbursed>());
        await _bench.AssertSoundAsync();
    }

    [Fact]
    public async Task TheSameMessageId_WithAnotherContent_IsRejected()
    {
        await _bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(_order, amount: "1")));
        await _bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(_order)));

        Assert.StartsWith("file.message-id-reused", _bench.Reason(), StringComparison.Ordinal);
        Assert.Equal("sent", (await _bench.OrderAsync(_contract)).State);
    }

    [Fact]
    public async Task ReturnBeforeItsConfirmation_WaitsAndFollowsIt()
    {
        await _bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Returned(_order)));
        Assert.Equal([("waiting", BankAnswerProblem.AwaitsConfirmation)], await _bench.AnswersAsync());

        await _bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(_order)));

        Assert.Equal("returned", (await _bench.OrderAsync(_contract)).State);
        Assert.Equal(
            [typeof(DisbursementOrdered), typeof(LoanDisbursed), typeof(DisbursementReturned)],
            (await _bench.Service.AllPublishedAsync()).Select(fact => fact.GetType()));
        Assert.Equal([("applied", null), ("applied", null)], await _bench.AnswersAsync());
        await _bench.AssertSoundAsync();
    }

    [Fact]
    public async Task KilledBetweenTwoUnits_TheRestIsAppliedAndNothingTwice()
    {
        PaymentOrderRow[] orders = [_order, await _bench.SendAsync(Contracts.Signed()), await _bench.SendAsync(Contracts.Signed())];
        var content = BankMessages.Notification("N1", [.. orders.Select(order => BankMessages.Paid(order))]);
        await File.WriteAllTextAsync(_bench.PathOf("inbox", "answer.xml"), content);
        var bytes = await File.ReadAllBytesAsync(_bench.PathOf("inbox", "answer.xml"));
        var file = BankFiles.BankFileReader.Read(bytes).File!;
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        Assert.Null(await _bench.Inbox.RegisterAsync(file, hash, CancellationToken.None));
        Assert.True(await _bench.Inbox.ApplyNextAsync(file, 2, CancellationToken.None));
        _bench.Service.Restart();

        await _bench.TakeInAllAsync();

        Assert.Equal(3, (await _bench.AnswersAsync()).Count);
        Assert.Equal(3, (await _bench.Service.PublishedAsync<LoanDisbursed>()).Count);
        Assert.Equal(["answer.xml"], _bench.Done);
        Assert.Empty(_bench.Arrived);
        await _bench.AssertSoundAsync();
    }

    [Fact]
    public async Task FilesInAnyOrderAndTwice_LeadToTheSameOrders()
    {
        ContractSigned[] contracts = [_contract, Contracts.Signed(), Contracts.Signed(), Contracts.Signed()];
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
                BankMessages.Notification("N1", BankMessages.Paid(orders[0]), BankMessages.Paid(orders[1])),
                BankMessages.Notification("N2", BankMessages.Returned(orders[1])),
                BankMessages.Statuses("S1", "ACSC", orders[0], orders[1]),
                BankMessages.Statuses("S2", "RJCT", orders[2]),
                BankMessages.Notification("N3", BankMessages.Paid(orders[0]), BankMessages.Returned(orders[1])),
            ];
            var order = files.Concat(files).ToArray();
            new Random(seed).Shuffle(order);
            foreach (var file in order)
            {
                await bench.TakeInAsync(file);
            }

            Assert.Equal(["paid", "returned", "refused", "sent"], (await bench.OrdersAsync()).Select(row => row.State));
            Assert.Equal(4 + 2 + 1 + 1, (await bench.Service.AllPublishedAsync()).Count);
            Assert.Equal(0, await bench.Service.CountAsync("bank_answer where outcome in ('waiting', 'problem')"));
            await bench.AssertSoundAsync();
        }
    }
}
