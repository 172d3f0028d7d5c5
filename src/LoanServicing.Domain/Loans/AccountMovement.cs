using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Loans;

/// <summary>What moves a loan's account, in the order in which movements of one day are told.</summary>
public enum AccountMovementKind
{
    PaidOut,

    /// <summary>A loan-year begins, and with it its fee is owed.</summary>
    FeeDue,

    /// <summary>The days on which principal was overdue since the movement before it, charged on the day of the next movement, or on the last day of a statement.</summary>
    LateCharge,

    /// <summary>On its value date. A receipt of the day of a change of plan is allocated by the plan before it, one of the day of a write-off is no recovery.</summary>
    Receipt,

    /// <summary>A receipt is taken back, on the business date of the decision; before the day's receipts unless it is one of them.</summary>
    Reversal,

    /// <summary>Credit is paid back, on its value date.</summary>
    Refund,

    PlanChange,

    WriteOff,

    /// <summary>The payment came back whole: what the borrower had paid is credit.</summary>
    Returned,

    /// <summary>What is unpaid of charges for lateness is waived, before the day's receipts; or a cost of lateness is charged, at the end of its day.</summary>
    LateDecision,
}

/// <summary>A receipt as an account statement tells it.</summary>
/// <param name="ReversedOn">The business date on which it was taken back; null for one that counts.</param>
public readonly record struct AccountReceipt(LoanReceipt Money, LocalDate? ReversedOn);

/// <summary>Credit that was paid back.</summary>
/// <param name="Amount">In rials, above zero.</param>
public readonly record struct AccountRefund(LocalDate ValueDate, Rials Amount);

/// <summary>One line of an account statement.</summary>
/// <param name="Index">Which receipt (of a receipt or a reversal), refund, change of plan or decision about lateness it is: its place in the list given, from 0.</param>
/// <param name="Change">What it changed.</param>
/// <param name="After">The figures after it.</param>
public sealed record AccountMovement(AccountMovementKind Kind, LocalDate Date, int Index, AccountFigures Change, AccountFigures After);
