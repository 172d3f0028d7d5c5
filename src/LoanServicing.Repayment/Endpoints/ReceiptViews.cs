using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Http;
using LoanServicing.Repayment.Store;
using NodaTime;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>
/// One receipt, as the books stand now: a receipt of an earlier value date that came later moves it on, and when the payment of the loan has come back
/// it is the borrower's credit. The rows add up to what <c>GET /loans/{id}</c> shows.
/// </summary>
/// <param name="Allocations">By instalment, oldest first.</param>
/// <param name="Funders">Principal per funder (rule R4).</param>
/// <param name="LateChargesRials">What it pays of charges for lateness.</param>
/// <param name="RecoveredFunders">What it brought back of a loss that had been written off, per funder.</param>
/// <param name="ReversedOn">The business date on which it was taken back: it pays nothing any more; null for a receipt that counts.</param>
/// <param name="Posted">What was booked when it came.</param>
public sealed record ReceiptView(
    Guid ReceiptId,
    string ReceiptNumber,
    Rials AmountRials,
    LocalDate ValueDate,
    string ValueDatePersian,
    string Channel,
    string BankReference,
    Instant ReceivedAt,
    IReadOnlyList<AllocationView> Allocations,
    FunderAmounts Funders,
    Rials FeeRials,
    Rials LateChargesRials,
    Rials CreditRials,
    FunderAmounts RecoveredFunders,
    LocalDate? ReversedOn,
    string? ReversedOnPersian,
    PostedView Posted);

/// <summary>The difference that a receipt made to the loan when it came; a line is negative where a backdated receipt lowered it.</summary>
public sealed record PostedView(FunderAmounts Funders, Rials FeeRials, Rials LateChargesRials, Rials CreditRials);

/// <summary>All receipts of a loan, in order of arrival.</summary>
public sealed record ReceiptPage(IReadOnlyList<ReceiptView> Items, string? NextCursor)
{
    public static ReceiptPage Of(LoanRow row, IReadOnlyList<ReceiptRow> receipts)
    {
        var loan = row.ToLoan();
        var counting = receipts.Where(receipt => receipt.ReversedOn is null).ToList();
        var steps = loan.State == LoanState.Returned
            ? counting.Select(receipt => new LoanStep(LoanStanding.Untouched, [], receipt.Amount))
            : loan.Ledger.Replay([.. counting.Select(receipt => receipt.Money)]).Steps;
        var stepOf = counting.Zip(steps).ToDictionary(pair => pair.First.ReceiptId, pair => pair.Second);
        return new ReceiptPage([.. receipts.Select(receipt => ViewOf(row, loan, receipt, stepOf.GetValueOrDefault(receipt.ReceiptId) ?? Nothing))], null);
    }

    private static LoanStep Nothing { get; } = new(LoanStanding.Untouched, [], Rials.Zero);

    private static ReceiptView ViewOf(LoanRow row, Loan loan, ReceiptRow receipt, LoanStep step)
    {
        var after = step.Standing.PrincipalRepaid;
        var before = after - step.Allocations.Select(one => one.Principal).Sum();
        var recovered = step.Standing.Recovered;
        return new ReceiptView(
            receipt.ReceiptId,
            ReceiptNumbers.Of(row, receipt),
            receipt.Amount,
            receipt.ValueDate,
            receipt.ValueDate.ToPersian(),
            receipt.Channel,
            receipt.BankReference,
            receipt.ReceivedAt,
            AllocationView.Of(step.Allocations),
            FunderAmounts.Of(loan.Shares.Standing(after) - loan.Shares.Standing(before)),
            step.Allocations.Select(one => one.Fee).Sum(),
            step.Late,
            step.Credit,
            FunderAmounts.Of(loan.WrittenOff.Standing(recovered) - loan.WrittenOff.Standing(recovered - step.Recovered)),
            receipt.ReversedOn,
            receipt.ReversedOn.ToPersian(),
            new PostedView(new FunderAmounts(receipt.Alavi, receipt.Sina), receipt.Fee, receipt.Late, receipt.Credit));
    }
}
