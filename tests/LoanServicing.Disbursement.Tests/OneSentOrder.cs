using LoanServicing.Contracts;
using LoanServicing.Disbursement.Store;

namespace LoanServicing.Disbursement.Tests;

/// <summary>Begins each test with one order that the bank has been given. A base class, since xunit asks for the interface.</summary>
public abstract class OneSentOrder : IAsyncLifetime
{
    internal DisbursementBench Bench { get; } = new();

    internal ContractSigned Contract { get; } = Contracts.Signed();

    internal PaymentOrderRow Order { get; private set; } = new();

    public async Task InitializeAsync()
    {
        await Bench.SetBusinessDateAsync(Contracts.SignedOn);
        Order = await Bench.SendAsync(Contract);
    }

    public Task DisposeAsync()
    {
        Bench.Dispose();
        return Task.CompletedTask;
    }
}
