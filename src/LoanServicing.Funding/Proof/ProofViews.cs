using System.Text.Json.Serialization;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Funding.Proof;

/// <summary>An equation of rule R9 with both its sides, in rials.</summary>
public sealed record IdentityProof(string Name, string Equation, Rials LeftRials, Rials RightRials, bool Holds)
{
    public static IdentityProof Of(BookIdentity identity) => new(identity.Name, identity.Equation, identity.Left, identity.Right, identity.Holds);
}

/// <summary>One funder's money: what it gave, and where that is.</summary>
/// <param name="DrawnRials">Paid out and not come back whole.</param>
/// <param name="DisbursedRials">Paid out, ever.</param>
/// <param name="CashRials">In the bank, and not taken by a payment order.</param>
/// <param name="ClearingRials">In the bank, and taken by a payment order.</param>
public sealed record FunderProof(
    string Code,
    Rials DepositedRials,
    Rials DrawnRials,
    Rials DisbursedRials,
    Rials ReturnedRials,
    Rials CollectedRials,
    Rials RemittedRials,
    Rials CashRials,
    Rials ClearingRials,
    Rials OutstandingRials,
    IReadOnlyList<IdentityProof> Identities,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Rials? WrittenOffRials = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Rials? RecoveredRials = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Rials? CompensatedRials = null)
{
    public static FunderProof Of(FunderConservation funder) => new(
        funder.Funder, funder.Deposited, funder.Drawn, funder.Disbursed, funder.Returned, funder.Collected, funder.Remitted, funder.Cash,
        funder.Clearing, funder.Outstanding, [.. funder.Identities.Select(IdentityProof.Of)], Losses.OrNone(funder.WrittenOff), Losses.OrNone(funder.Recovered),
        Losses.OrNone(funder.Compensated));
}

/// <summary>One funder's principal in one tranche.</summary>
public sealed record TrancheProof(
    string Tranche,
    string Funder,
    Rials DisbursedRials,
    Rials ReturnedRials,
    Rials CollectedRials,
    Rials ClearingRials,
    Rials OutstandingRials,
    IReadOnlyList<IdentityProof> Identities,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Rials? WrittenOffRials = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Rials? RecoveredRials = null)
{
    public static TrancheProof Of(TrancheConservation tranche) => new(
        tranche.Tranche, tranche.Funder, tranche.Disbursed, tranche.Returned, tranche.Collected, tranche.Clearing, tranche.Outstanding,
        [.. tranche.Identities.Select(IdentityProof.Of)], Losses.OrNone(tranche.WrittenOff), Losses.OrNone(tranche.Recovered));
}

/// <summary>What the bank account holds, and for whom.</summary>
public sealed record BankProof(
    Rials BalanceRials,
    Rials FundersCashRials,
    Rials ClearingRials,
    Rials FeesHeldRials,
    Rials SuspenseRials,
    Rials BorrowersCreditRials,
    IReadOnlyList<IdentityProof> Identities,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Rials? LateChargesHeldRials = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Rials? CharityHeldRials = null)
{
    public static BankProof Of(Conservation books)
    {
        var bank = books.Bank;
        return new BankProof(
            bank.Balance, bank.FundersCash, bank.Clearing, bank.FeesHeld, bank.Suspense, bank.BorrowersCredit, [.. books.Identities.Select(IdentityProof.Of)],
            Losses.OrNone(bank.LateChargesHeld), Losses.OrNone(bank.CharityHeld));
    }
}

/// <summary>What was booked on one day to one account of one owner.</summary>
/// <param name="Tranche">Null for money of no tranche.</param>
public sealed record DayProof(LocalDate Date, string DatePersian, string Account, string Owner, string? Tranche, Rials DebitsRials, Rials CreditsRials)
{
    public static DayProof Of(BalanceChange sum) => new(
        sum.Key.BookingDate, sum.Key.BookingDate.ToPersian(), sum.Key.Account, sum.Key.Owner, sum.Key.Tranche is "" ? null : sum.Key.Tranche,
        sum.Debits, sum.Credits);
}

/// <summary>One loan's principal.</summary>
/// <param name="Funders">Each funder's part, by its code.</param>
/// <param name="Holds">Rule R6: no part is negative, and what the funder gave is what came back and what is outstanding.</param>
public sealed record LoanProof(
    Guid LoanId,
    string Tranche,
    Rials PrincipalRials,
    Rials CollectedRials,
    Rials ReturnedRials,
    Rials OutstandingRials,
    IReadOnlyDictionary<string, LoanFunderProof> Funders,
    bool Holds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Rials? WrittenOffRials = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Rials? RecoveredRials = null)
{
    public static LoanProof Of(Guid loanId, LoanFigures loan) => new(
        loanId, loan.Tranche, loan.Disbursed.Total, loan.Collected.Total, loan.Returned.Total, loan.Outstanding.Total,
        new[] { Domain.Money.Funders.Alavi, Domain.Money.Funders.Sina }.ToDictionary(
            funder => funder,
            funder => new LoanFunderProof(
                loan.Disbursed.Of(funder), loan.Collected.Of(funder), loan.Returned.Of(funder), loan.Outstanding.Of(funder),
                Losses.OrNone(loan.WrittenOff.Of(funder)), Losses.OrNone(loan.Recovered.Of(funder)),
                loan.Lost == loan.WrittenOff ? null : loan.Lost.Of(funder))),
        loan.Holds,
        Losses.OrNone(loan.WrittenOff.Total),
        Losses.OrNone(loan.Recovered.Total));
}

/// <param name="LossBorneRials">What the funder bears of the loss of both; told only where one of them bears more than its own.</param>
public sealed record LoanFunderProof(
    Rials ShareRials,
    Rials CollectedRials,
    Rials ReturnedRials,
    Rials OutstandingRials,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Rials? WrittenOffRials = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Rials? RecoveredRials = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Rials? LossBorneRials = null);

/// <summary>
/// What was written off, recovered and compensated is told only where it is not zero: books without a loss are proved as they were before there were losses. The
/// bank's money that was paid for lateness likewise.
/// </summary>
internal static class Losses
{
    public static Rials? OrNone(Rials amount) => amount.IsZero ? null : amount;
}
