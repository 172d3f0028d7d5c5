using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Reconciliation;

/// <summary>One booked movement as the bank's statement shows it.</summary>
/// <param name="IsCredit">Money came to the account.</param>
/// <param name="Amount">In rials, above zero.</param>
/// <param name="Reference">The bank's reference in its one writing; of our making where the bank gives none.</param>
/// <param name="EndToEndId">The payment order's own id, where the bank repeats it.</param>
/// <param name="LoanId">The loan whose deposit id the payer wrote; null where none was written or it is no loan's.</param>
/// <param name="IsReversal">The bank takes back an earlier booking.</param>
/// <param name="SentAs">The reference under which it was sent on to be booked; null where it was not.</param>
public sealed record BankLine(
    Guid LineId, bool IsCredit, Rials Amount, LocalDate ValueDate, string Reference, string? EndToEndId, Guid? LoanId, bool IsReversal, string? SentAs = null);

/// <summary>One movement on the pool's account as the books have it.</summary>
/// <param name="EntryId">The journal entry.</param>
/// <param name="SubjectId">What the entry is about: the loan, for a receipt.</param>
public sealed record BookedMovement(
    Guid EntryId, bool IsCredit, Rials Amount, LocalDate ValueDate, string? Reference, string? EndToEndId, Guid SubjectId);

/// <summary>By what lines and movements were found to be the same money, in the order in which it is tried.</summary>
public enum MatchedBy
{
    EndToEndId,
    DepositId,
    Reference,
    AmountAndDate,

    /// <summary>Two people said so.</summary>
    Hand,
}

/// <summary>Lines and movements that are the same money: the sums are equal and the direction is one.</summary>
public sealed record BankMatch(MatchedBy By, IReadOnlyList<BankLine> Lines, IReadOnlyList<BookedMovement> Movements);

/// <summary>A line that shares the bank's reference or the order's id with a movement, and not its amount.</summary>
public sealed record AmountDifference(BankLine Line, BookedMovement Movement);
