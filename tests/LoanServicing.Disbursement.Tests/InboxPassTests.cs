using LoanServicing.Disbursement.Inbox;
using LoanServicing.Domain.Payments;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace LoanServicing.Disbursement.Tests;

/// <summary>What the inbox worker does pass by pass, on a clock that stands until it is moved.</summary>
public sealed class InboxPassTests : OneSentOrder
{
    private static readonly Duration Interval = Duration.FromMilliseconds(250);

    [Fact]
    public async Task ACopyThatStalls_IsLeftAlone_AndTakenInOnceItIsWhole()
    {
        var content = BankMessages.Notification("N1", BankMessages.Paid(Order));
        var pass = Bench.NewPass();
        await WriteAsync(content[..(content.Length / 2)]);
        await RunAsync(pass, Interval, Interval, Interval, InboxWatch.QuietTime - Interval - Interval - Interval - Interval);
        Assert.Equal(["answer.xml"], Bench.Arrived);

        await WriteAsync(content);
        await RunAsync(pass, Interval, Interval);

        Assert.Equal(["answer.xml"], Bench.Done);
        Assert.Empty(Bench.Rejected);
        Assert.Equal("paid", (await Bench.OrderAsync(Contract)).State);
    }

    [Fact]
    public async Task AFileThatStaysIncomplete_IsRejectedAfterTheQuietTime()
    {
        var content = BankMessages.Notification("N1", BankMessages.Paid(Order));
        var pass = Bench.NewPass();
        await WriteAsync(content[..^1]);

        await RunAsync(pass, Interval, InboxWatch.QuietTime - Interval - Interval);
        Assert.Equal(["answer.xml"], Bench.Arrived);
        await RunAsync(pass, Interval, Interval);

        Assert.Empty(Bench.Arrived);
        Assert.StartsWith("file.not-xml", Bench.Reason(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileThatGrows_BeginsItsQuietTimeAnew()
    {
        var content = BankMessages.Notification("N1", BankMessages.Paid(Order));
        var pass = Bench.NewPass();
        await WriteAsync(content[..100]);
        await RunAsync(pass, Interval, InboxWatch.QuietTime - Interval - Interval);

        await WriteAsync(content[..200]);
        await RunAsync(pass, Interval, Interval, Interval);

        Assert.Equal(["answer.xml"], Bench.Arrived);
    }

    [Fact]
    public async Task AnAnswerAheadOfTheBusinessDate_IsTakenUpWhenThatDayBegins()
    {
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order, valueDate: "2026-11-24")));
        Assert.Equal([("waiting", BankAnswerProblem.AwaitsValueDate)], await Bench.AnswersAsync());

        await Bench.BeginDayAsync(Contracts.SignedOn.PlusDays(1));
        Assert.Equal("sent", (await Bench.OrderAsync(Contract)).State);
        await Bench.BeginDayAsync(Contracts.SignedOn.PlusDays(2));

        var order = await Bench.OrderAsync(Contract);
        Assert.Equal(("paid", new LocalDate(2026, 11, 24)), (order.State, order.ValueDate));
        Assert.Equal([("applied", null)], await Bench.AnswersAsync());
        await Bench.AssertSoundAsync();
    }

    [Fact]
    public async Task ABookingAndItsReturnAhead_AreTakenUpInTheirOrder()
    {
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order, valueDate: "2026-11-23")));
        await Bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Returned(Order, valueDate: "2026-11-23")));

        await Bench.BeginDayAsync(Contracts.SignedOn.PlusDays(1));

        Assert.Equal("returned", (await Bench.OrderAsync(Contract)).State);
        Assert.Single(await Bench.Service.PublishedAsync<LoanServicing.Contracts.LoanDisbursed>());
        await Bench.AssertSoundAsync();
    }

    [Fact]
    public async Task APassThatIsStopped_LeavesTheFilesThatItHasNotTakenIn()
    {
        File.CreateSymbolicLink(Bench.PathOf("inbox", "one.xml"), "/etc/hostname");
        File.CreateSymbolicLink(Bench.PathOf("inbox", "two.xml"), "/etc/hostname");
        using var stopping = new CancellationTokenSource();
        var pass = Bench.NewPass(new StopsAtTheFirstLine(stopping)); // the first file's rejection is logged
        await pass.RunAsync(stopping.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pass.RunAsync(stopping.Token));

        Assert.Single(Bench.Arrived);
        Assert.Equal(2, Bench.Rejected.Length); // one file and its reason
    }

    private Task WriteAsync(string content) => File.WriteAllTextAsync(Bench.PathOf("inbox", "answer.xml"), content);

    // One pass now, then one after each step of the clock.
    private async Task RunAsync(InboxPass pass, params Duration[] steps)
    {
        await pass.RunAsync(CancellationToken.None);
        foreach (var step in steps)
        {
            Bench.Clock.Advance(step);
            await pass.RunAsync(CancellationToken.None);
        }
    }

    private sealed class StopsAtTheFirstLine(CancellationTokenSource stopping) : ILogger<BankInbox>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            stopping.Cancel();
    }
}
