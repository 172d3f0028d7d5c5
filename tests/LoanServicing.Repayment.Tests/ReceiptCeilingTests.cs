using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Data;
using LoanServicing.Repayment.Handlers;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace LoanServicing.Repayment.Tests;

/// <summary>No receipt is larger than the programme's ceiling; money above it that is in the bank is kept in suspense.</summary>
public class ReceiptCeilingTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    private const long Ceiling = 10_000_000_000;

    private readonly string _reference = $"RC-{Guid.CreateVersion7():N}".ToUpperInvariant();

    [StoreFact]
    public async Task The_ceiling_itself_is_taken_and_a_rial_more_is_refused_with_the_ceiling()
    {
        var loanId = await host.OpenAsync();

        Assert.Equal(201, (await host.PayAsync(loanId, Ceiling, "1405-08-01")).Status);
        var (status, problem) = await host.PayAsync(loanId, Ceiling + 1, "1405-08-01");

        Assert.Equal(400, status);
        Assert.Equal(["amountRials amount.above-ceiling"], problem.Errors());
        Assert.Contains("at most 10000000000 rials", problem.ToString(), StringComparison.Ordinal);
        Assert.Single(await ReferencesAsync(loanId));
    }

    [StoreTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Money_above_the_ceiling_that_the_bank_tells_of_is_kept_in_suspense_whether_or_not_its_loan_is_known(bool isKnown)
    {
        var (loanId, depositId) = await OpenAsync();

        await TellAsync(isKnown ? depositId : "900000145", Ceiling + 1, host.Rules);

        var suspended = await host.Probe.ExpectSuspendedAsync(_reference);
        Assert.Equal((Ceiling + 1, "amount.above-ceiling"), (suspended.Amount.Value, suspended.Reason));
        Assert.Empty(await ReferencesAsync(loanId));
    }

    [StoreFact]
    public async Task Money_above_the_ceiling_stays_in_suspense_when_it_is_assigned_to_a_loan()
    {
        var (loanId, depositId) = await OpenAsync();
        await TellAsync(depositId, Ceiling + 1, host.Rules);
        var suspenseId = (await host.Probe.ExpectSuspendedAsync(_reference)).SuspenseId;

        var fact = new SuspenseResolved(Facts.Header(Streams.SuspenseResolution, suspenseId), suspenseId, SuspenseResolved.Assigned, loanId);
        await host.Database.WriteAsync(unit => ResolveSuspense.HandleAsync(fact, unit, host.Rules));

        await Eventually.TrueAsync(() => host.Probe.Of(suspenseId).OfType<SuspenseKept>().Any(), "it is told that the money stays in suspense");
        Assert.Equal("amount.above-ceiling", host.Probe.Of(suspenseId).OfType<SuspenseKept>().Single().Reason);
        Assert.Empty(await ReferencesAsync(loanId));
    }

    [StoreFact]
    public async Task Money_told_when_the_ceiling_was_higher_is_still_known_as_its_receipt()
    {
        var (loanId, depositId) = await OpenAsync();
        await TellAsync(depositId, 600_000, host.Rules);

        await TellAsync(depositId, 600_000, new ReceiptRules(host.App.Services.GetRequiredService<Programme>() with { ReceiptCeiling = new Rials(599_999) }, host.App.Services.GetRequiredService<LoanCalendar>()));

        Assert.Equal([_reference], await ReferencesAsync(loanId));
    }

    private async Task<(Guid LoanId, string DepositId)> OpenAsync()
    {
        var loanId = await host.OpenAsync();
        return (loanId, (await host.GetAsync($"loans/{loanId}")).Body.Text("depositId")!);
    }

    private Task TellAsync(string depositId, long rials, ReceiptRules rules)
    {
        var file = Guid.CreateVersion7();
        var line = new ReceiptOnStatement(Guid.CreateVersion7(), new Rials(rials), Facts.Day("1405-08-01"), _reference, depositId);
        var fact = new ReceiptsOnStatement(Facts.Header(Streams.Statement, file), file, [line]);
        return host.Database.WriteAsync(unit => TakeStatementReceipts.HandleAsync(fact, unit, rules));
    }

    private async Task<IEnumerable<string?>> ReferencesAsync(Guid loanId) =>
        (await host.GetAsync($"loans/{loanId}/receipts")).Body.GetProperty("items").EnumerateArray().Select(receipt => receipt.Text("bankReference"));
}
