using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Funding.Endpoints;

/// <summary>
/// The bank reconciliation statement of the pool's account: from what the bank says it holds to what the books should hold, and what they hold. The rows'
/// amounts add up to <paramref name="ExpectedRials"/>.
/// </summary>
/// <param name="First">The statement before whose first line nothing is known; null where there is none.</param>
/// <param name="Latest">The statement with the bank's closing balance, of those of which all lines are stored; null where there is none.</param>
/// <param name="FilesBeingRead">Files of which not all lines are stored: their statements do not count here yet.</param>
/// <param name="ExpectedRials">What the books should hold at the bank; null where the bank's side is unknown.</param>
/// <param name="BooksRials">What the books hold at the bank: cash and orders in clearing, which the bank still has; the position's <c>bankBalanceRials</c>.</param>
/// <param name="DifferenceRials">Books less expected: 0 when all is well. Null where the bank's side is unknown.</param>
/// <param name="UnknownBecause"><c>no-statement</c>, <c>no-opening-balance</c> or <c>no-closing-balance</c>, where the bank's side is unknown; else null.</param>
/// <param name="GapCount">How many statements do not open with what the one before closed with.</param>
/// <param name="Gaps">The latest of these, at most 50.</param>
public sealed record ReconciliationView(
    LocalDate AsOf,
    string AsOfPersian,
    string Account,
    ReconciledStatement? First,
    ReconciledStatement? Latest,
    int FilesBeingRead,
    IReadOnlyList<ReconciliationRow> Items,
    Rials? ExpectedRials,
    Rials BooksRials,
    Rials? DifferenceRials,
    string? UnknownBecause,
    int GapCount,
    IReadOnlyList<StatementGapView> Gaps);

/// <param name="StatementId">The file.</param>
/// <param name="Number">Of the statement in the file, from 1.</param>
public sealed record ReconciledStatement(
    Guid StatementId, int Number, string? BankId, LocalDate From, string? FromPersian, LocalDate To, string? ToPersian, Rials? OpeningRials, Rials? ClosingRials);

/// <summary>One row of the reconciliation.</summary>
/// <param name="Row">
/// <c>closing-balance</c> of the latest statement; <c>held-before</c>: the opening balance of the first, taken off, because no line tells of it. Added,
/// because the books have it and the bank has not shown it: <c>movements-not-due</c>, whose value date is after the latest statement,
/// <c>movements-not-shown</c>, and <c>movements-left-out</c> by two people, entries that were taken back with those that take them back among
/// them. Taken off, because the bank has shown it and the books do not have it:
/// <c>lines-not-compared</c> yet, <c>lines-in-progress</c> with the service that books such money, <c>lines-in-breaks</c>, and <c>lines-left-out</c> by two
/// people. Added: <c>lines-matched-early</c>, of files that are being read and end later than the latest statement: the books have them.
/// </param>
/// <param name="Credits">How many came to the account.</param>
/// <param name="Debits">How many left it.</param>
/// <param name="AmountRials">What the row adds to what the books should hold; null where it is unknown.</param>
public sealed record ReconciliationRow(string Row, long Credits, Rials CreditsRials, long Debits, Rials DebitsRials, Rials? AmountRials);

/// <summary>A statement that does not open with what the one before closed with: a statement between them was not sent, or a line was not stored.</summary>
/// <param name="DiffersRials">Opening less the closing balance before it.</param>
public sealed record StatementGapView(
    Guid StatementId,
    int Number,
    LocalDate From,
    string? FromPersian,
    Rials OpeningRials,
    Guid BeforeStatementId,
    int BeforeNumber,
    LocalDate BeforeTo,
    string? BeforeToPersian,
    Rials BeforeClosingRials,
    Rials DiffersRials);
