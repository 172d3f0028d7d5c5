using LoanServicing.Contracts;
using LoanServicing.Disbursement.Endpoints;
using LoanServicing.Domain.Payments;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Disbursement.Tests;

/// <summary>An order is not made again while the bank says that it paid one before: the borrower could be paid twice.</summary>
public class HeldOrderTests : OneSentOrder
{
    [StoreFact]
    public async Task PaidAfterRefused_HoldsTheNextOrder_AndShowsIt()
    {
        await Bench.TakeInAsync(BankMessages.Statuses("S1", "RJCT", Order));
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)));
        Assert.False((await ProblemAsync()).HoldsNextOrder);

        await Bench.Service.DeliverAsync(Contract.OrderedAgain());

        Assert.Single(await Bench.OrdersAsync());
        Assert.Equal(1, await Bench.Service.CountAsync("waiting"));
        Assert.Equal(1, await Bench.Service.CountAsync("audit where action = 'payment-order.held'"));
        var shown = await ProblemAsync();
        Assert.Equal((BankAnswerProblem.AlreadyRefused, true), (shown.Code, shown.HoldsNextOrder));
    }

    [StoreFact]
    public async Task WhenTheMoneyHasComeBack_TheHeldOrderIsMade()
    {
        await Bench.TakeInAsync(BankMessages.Statuses("S1", "RJCT", Order));
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)));
        await Bench.Service.DeliverAsync(Contract.OrderedAgain());

        await Bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Returned(Order)));

        Assert.Equal(["returned", "ordered"], (await Bench.OrdersAsync()).Select(order => order.State));
        Assert.Equal(0, await Bench.Service.CountAsync("waiting"));
        Assert.Equal(0, await Bench.Service.CountAsync("bank_answer where outcome in ('waiting', 'problem')"));
        Assert.Single(await Bench.Service.PublishedAsync<DisbursementFailed>());
        Assert.Empty(await Bench.Service.PublishedAsync<LoanDisbursed>());
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task ABookingToldWrongAndThenRight_HoldsNothing()
    {
        await Bench.TakeInAsync(BankMessages.Notification("N0", BankMessages.Paid(Order, amount: "7")));
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)));
        await Bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Returned(Order)));

        await Bench.Service.DeliverAsync(Contract.OrderedAgain());

        Assert.Equal(["returned", "ordered"], (await Bench.OrdersAsync()).Select(order => order.State));
    }

    private async Task<BankAnswerView> ProblemAsync()
    {
        var filter = new PaymentOrderFilter(Status: null, Counties: [], After: 0, Rows: 10);
        var list = await Bench.Service.Database.ReadAsync(connection => PaymentOrderQueries.ProblemsAsync(connection, filter, persian: false));
        return Assert.Single(list.Items);
    }
}
