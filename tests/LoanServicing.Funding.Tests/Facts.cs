using System.Collections.Concurrent;
using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Funding.Tests;

/// <summary>Facts of the other services, as they would send them.</summary>
internal static class Facts
{
    public static readonly LocalDate Today = new(2026, 11, 22);

    private static readonly ConcurrentDictionary<Guid, long> LoanSequences = new();

    private static readonly Instant Now = Instant.FromUtc(2026, 11, 22, 8, 0);

    /// <summary>What R3 gives of an amount that is a multiple of 84, whatever the order of arrival.</summary>
    public static FunderShares Exact(long amount) =>
        amount % 84 == 0 ? new(new Rials(amount / 84 * 25), new Rials(amount / 84 * 59)) : throw new ArgumentOutOfRangeException(nameof(amount));

    public static ApplicationApproved Approved(Guid application, long amount, string tranche = "employment", int round = 1) => new(
        Header(Streams.Application, application), application, round, Person(tranche), new Rials(amount), 60);

    public static ApplicationClosed Closed(Guid application, string tranche = "employment", string closedAs = "Withdrawn") => new(
        Header(Streams.Application, application), application, tranche, closedAs);

    public static DisbursementOrdered Ordered(Guid application, FunderShares shares, Guid order, int attempt = 1, int round = 1, LocalDate? on = null) => new(
        Header(Streams.PaymentOrder, application, on), application, order, round, attempt, "employment", shares.Total, shares);

    public static DisbursementFailed Failed(Guid application, FunderShares shares, Guid order, int attempt = 1, int round = 1) => new(
        Header(Streams.PaymentOrder, application), application, order, round, attempt, "employment", shares.Total, shares, "AC01", null);

    public static LoanDisbursed Disbursed(Guid application, FunderShares shares, Guid order, Guid loan, int attempt = 1, int round = 1) => new(
        Header(Streams.PaymentOrder, application), application, order, loan, round, attempt, Person("employment"), "C-1",
        new LoanTermsAgreed(shares.Total, 60, FeeMethod.CbiAnnual, 400, new Rials(10_000), 0, null), shares, Today, "PAY-" + loan.ToString("N"));

    public static SuspenseKept Kept(Guid suspenseId, Guid loan) => new(Header(Streams.Suspense, suspenseId), suspenseId, loan, "value-date.before-paying-out");

    public static LoanOpened Opened(Guid loan, string depositId) => new(
        Header(Streams.Loan, loan), loan, Guid.CreateVersion7(), Person("employment"), new Rials(84), Exact(84), Today, Today, depositId);

    public static LoanReturned Returned(Guid application, FunderShares shares, Guid order, Guid loan, int attempt = 1, int round = 1) => new(
        LoanHeader(loan), loan, application, order, round, attempt, "employment", "Kerman", shares, Today, "AC04");

    /// <param name="writtenOff">What it takes off the losses of a loan that is written off, as a negative.</param>
    /// <param name="recovered">What it recovers of them.</param>
    /// <param name="lateCharges">What it pays for lateness to the servicing bank; null as before there was such a thing.</param>
    /// <param name="charity">What it pays for lateness and is owed to charity.</param>
    public static RepaymentPosted Repaid(
        Guid loan, FunderShares shares, long fee = 0, long credit = 0, FunderShares? writtenOff = null, FunderShares? recovered = null, long? lateCharges = null, long? charity = null) => new(
        LoanHeader(loan), loan, Guid.CreateVersion7(), Guid.CreateVersion7(), "employment", "Kerman",
        shares.Total + new Rials(fee + credit + (lateCharges ?? 0) + (charity ?? 0)) + (recovered ?? FunderShares.Zero).Total, shares, new Rials(fee), new Rials(credit), shares.Total, Today, "shaparak",
        Guid.CreateVersion7().ToString("N"), null, writtenOff, recovered, Rial(lateCharges), Rial(charity));

    /// <summary>The receipt was none; the loan's parts are what it gave, unless a replay gives others.</summary>
    public static ReceiptReversed Reversed(RepaymentPosted receipt, FunderShares? shares = null, long? fee = null, long? credit = null, Guid? suspenseId = null) => new(
        LoanHeader(receipt.LoanId), receipt.LoanId, receipt.ApplicationId, Guid.CreateVersion7(), receipt.ReceiptId, "employment", "Kerman", receipt.Amount,
        shares ?? FunderShares.Zero - receipt.Shares, new Rials(fee ?? -receipt.Fee.Value), new Rials(credit ?? -receipt.Credit.Value), Rials.Zero, receipt.ValueDate,
        receipt.Channel, receipt.BankReference, suspenseId, Opposite(receipt.WrittenOff), Opposite(receipt.Recovered), -receipt.LateCharges, -receipt.Charity);

    public static LoanWrittenOff WrittenOff(Guid loan, FunderShares loss) => new(
        LoanHeader(loan), loan, Guid.CreateVersion7(), "employment", "Kerman", loss, Rials.Zero, Today);

    public static LoanReopened Reopened(Guid loan) => new(LoanHeader(loan), loan, Guid.CreateVersion7(), "employment", "Kerman");

    public static PlanChanged Replanned(Guid loan, PlanChange change) => new(LoanHeader(loan), loan, Guid.CreateVersion7(), "employment", "Kerman", change);

    public static LoanSettled Settled(Guid loan, FunderShares shares) => new(
        LoanHeader(loan), loan, Guid.CreateVersion7(), "employment", "Kerman", shares, Rials.Zero, Today);

    /// <summary>Facts of a loan are numbered as Repayment numbers them: its opening, which funding does not hear, is 1.</summary>
    public static ReceiptSuspended Suspended(long amount)
    {
        var id = Guid.CreateVersion7();
        return new ReceiptSuspended(Header(Streams.Suspense, id), id, new Rials(amount), Today, "paya", "R-" + id.ToString("N"), "deposit-id.unknown");
    }

    private static Rials? Rial(long? amount) => amount is { } some ? new Rials(some) : null;

    private static FunderShares? Opposite(FunderShares? shares) => shares is { } some ? FunderShares.Zero - some : null;

    private static FactHeader LoanHeader(Guid loan) =>
        Header(Streams.Loan, loan) with { Sequence = LoanSequences.AddOrUpdate(loan, 2, (_, last) => last + 1) };

    private static FactHeader Header(string stream, Guid key, LocalDate? on = null) => new(Guid.CreateVersion7(), stream, key, 1, on ?? Today, Now);

    private static Borrower Person(string tranche) => new("0012345678", "Zahra Ahmadi", "Kerman", tranche);
}
