using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>A part of a statement file, in the order of the file: the lines of a statement, then its summary.</summary>
internal abstract record StatementPart;

/// <summary>One movement that the bank has booked. No text in it is longer than <see cref="BoundedText.Longest"/> characters.</summary>
internal sealed record StatementLine : StatementPart
{
    /// <summary>Of the statement within the file, from 1.</summary>
    public required int Statement { get; init; }

    /// <summary>Of the entry in the file, from 1; entries that are not booked are counted too.</summary>
    public required int Number { get; init; }

    /// <summary>Of the transaction within a batched entry, from 1; 0 for the whole entry.</summary>
    public int Detail { get; init; }

    /// <summary>Where it begins in the file, from 1.</summary>
    public required long TextLine { get; init; }

    /// <summary>IBAN or another id, in its one writing.</summary>
    public required string Account { get; init; }

    /// <summary>The same for the same line in two files: 64 hexadecimal characters, see <see cref="LineKeys"/>.</summary>
    public required string Key { get; init; }

    /// <summary>
    /// Whether money came to the account. A reversal too shows the direction in which money moves now: ISO 20022 says of ReversalIndicator that a
    /// reversal marked CRDT takes back a debit, and one marked DBIT a credit.
    /// </summary>
    public required bool IsCredit { get; init; }

    /// <summary>From one rial to <see cref="Rials.MaxAmount"/>.</summary>
    public required Rials Amount { get; init; }

    /// <summary>The booking date where the file tells none.</summary>
    public required LocalDate ValueDate { get; init; }

    /// <summary>As the bank wrote it, whatever zone a time beside it is in; the value date where the file tells none.</summary>
    public required LocalDate BookingDate { get; init; }

    /// <summary>
    /// In its one writing, and null where the bank wrote that there is none. How a transaction of a batched entry comes to one is told at
    /// <see cref="BatchReferences.Of"/>.
    /// </summary>
    public string? BankReference { get; init; }

    /// <summary>Null where the bank wrote NOTPROVIDED or the like, see <see cref="BoundedText.Reference"/>.</summary>
    public string? EndToEndId { get; init; }

    /// <summary>Of the transaction; empty for a whole batch and for a CSV.</summary>
    public TransactionReferences References { get; init; }

    /// <summary>
    /// Digits that pass their check; else what the payer wrote where a deposit id belongs. From free text it is taken only when exactly one group of
    /// digits that stands alone in it passes.
    /// </summary>
    public string? DepositId { get; init; }

    /// <summary>On the account after this line, where the file tells it of each line.</summary>
    public Rials? BalanceAfter { get; init; }

    /// <summary>The other party: who paid, or who was paid.</summary>
    public string? Payer { get; init; }

    public string? PayerIban { get; init; }

    public string? Narrative { get; init; }

    /// <summary>The bank takes back an earlier booking.</summary>
    public bool IsReversal { get; init; }

    public string? ReturnReason { get; init; }

    /// <summary>What a reader of the line should know: details that do not add up to it, charges within it. Plays no part in the key.</summary>
    public string? Note { get; init; }
}

/// <summary>What closes a statement, once its totals have been found right.</summary>
/// <param name="BankId">The bank's id of the statement; null for a CSV.</param>
/// <param name="PeriodFrom">As told, else the first booking date; null for a statement that tells none and has no lines.</param>
/// <param name="PeriodTo">As told, else the last booking date; null for a statement that tells none and has no lines.</param>
/// <param name="Opening">Booked balance before the first line, negative for an overdraft; null where the file tells none.</param>
/// <param name="Closing">Booked balance after the last line.</param>
/// <param name="Lines">How many came before this.</param>
internal sealed record StatementSummary(
    int Statement, string? BankId, string Account, LocalDate? PeriodFrom, LocalDate? PeriodTo, Rials? Opening, Rials? Closing, int Lines) : StatementPart;
