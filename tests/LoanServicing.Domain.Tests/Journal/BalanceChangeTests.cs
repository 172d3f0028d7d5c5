using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using NodaTime;

namespace LoanServicing.Domain.Tests.Journal;

public class BalanceChangeTests
{
    [Fact]
    public void Of_AnEntry_AddsUpPerKeyInTheOrderOfTheKeys()
    {
        var origin = Origins.At(new LocalDate(2026, 11, 22));
        var entry = Postings.Repayment(origin, Tranches.Health, new PostingParts(FunderShares.Zero, new Rials(3), new Rials(4)));

        var changes = BalanceChange.Of(entry);

        Assert.Equal(
            [("BORROWER_CREDIT", 0L, 4L), ("CASH", 7L, 0L), ("FEE_INCOME", 0L, 3L)],
            changes.Select(change => (change.Key.Account, change.Debits.Value, change.Credits.Value)));
        Assert.Equal(changes.Select(change => change.Key).Order(), changes.Select(change => change.Key));
    }
}
