using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Contracts;

/// <summary>Funds are reserved in the tranche and in both funders' cash; the shares are frozen from here on (rule R3).</summary>
public sealed record FundsReserved(
    FactHeader Header,
    Guid ApplicationId,
    int ReservationRound,
    string Tranche,
    Rials Amount,
    FunderShares Shares) : IFact;

/// <summary>The tranche or a funder's cash has no room now; the application stands in the waiting list.</summary>
/// <param name="Shortage"><c>tranche</c> or <c>cash</c>.</param>
/// <param name="Position">Place in the tranche's queue when it was put there, from 1.</param>
public sealed record FundsUnavailable(
    FactHeader Header,
    Guid ApplicationId,
    int ReservationRound,
    string Tranche,
    Rials Amount,
    string Shortage,
    int Position) : IFact;

/// <summary>
/// Money that the bank's statement shows as come in and that the books do not have, some lines in one fact. Each is a receipt of its own: one that
/// cannot be posted holds up no other. One line is told once, for ever.
/// </summary>
/// <param name="FileId">The statement file.</param>
/// <param name="Receipts">At most <see cref="MostReceipts"/>.</param>
public sealed record ReceiptsOnStatement(FactHeader Header, Guid FileId, IReadOnlyList<ReceiptOnStatement> Receipts) : IFact
{
    public const int MostReceipts = 200;
}

/// <summary>One line of a statement.</summary>
/// <param name="BankReference">The bank's, made unique among the lines of the account.</param>
/// <param name="DepositId">As the payer wrote it; null where there is none. What names no loan is kept in suspense.</param>
/// <param name="IsConfirmed">Two people have said that it is money of its own, whatever other channel tells of the same reference and amount; null where nobody has.</param>
public sealed record ReceiptOnStatement(Guid LineId, Rials Amount, LocalDate ValueDate, string BankReference, string? DepositId, bool? IsConfirmed = null);

/// <summary>
/// Two people have said what money in suspense is. For a loan it becomes a receipt with the value date on which it came; Repayment answers with
/// <see cref="RepaymentPosted"/>, or with <see cref="SuspenseKept"/> where the loan cannot take it.
/// </summary>
/// <param name="ResolvedAs"><c>assigned</c> to a loan, a <c>contribution</c> of a funder, the <c>same</c> money as
/// other entries of the books, or <c>returned</c>: it has left the account again.</param>
/// <param name="LoanId">Null unless it is assigned.</param>
public sealed record SuspenseResolved(FactHeader Header, Guid SuspenseId, string ResolvedAs, Guid? LoanId) : IFact
{
    public const string Assigned = "assigned";
    public const string Contribution = "contribution";
    public const string Same = "same";
    public const string Returned = "returned";
}

/// <summary>
/// Credit of a loan has been paid back to its borrower: two people of finance stand behind it and the journal has it. What is owed back is less by so much,
/// whatever the receipts make of the credit afterwards.
/// </summary>
/// <param name="RefundId">Once, for ever.</param>
/// <param name="ValueDate">When the money left the pool's account.</param>
public sealed record CreditRefunded(
    FactHeader Header,
    Guid LoanId,
    Guid RefundId,
    Rials Amount,
    LocalDate ValueDate,
    string BankReference) : IFact;

/// <summary>The business date of the whole programme changed. Every service keeps it and answers with <see cref="BusinessDateAdopted"/>.</summary>
/// <param name="ByHand">Set by a person; the calendar then does not move it on.</param>
public sealed record BusinessDateChanged(
    FactHeader Header,
    LocalDate Date,
    bool ByHand) : IFact;

/// <summary>
/// Lines of the bank's statement that name payment orders of ours: money that went out, or came back. At most 200 (<see cref="MostPayments"/>) in one fact, so that
/// a statement tells as many facts as it needs.
/// </summary>
/// <param name="StatementId">The statement file; it is the key of the stream.</param>
/// <param name="File">What people call the file that the statement came in.</param>
public sealed record PaymentsOnStatement(
    FactHeader Header,
    Guid StatementId,
    string File,
    IReadOnlyList<PaymentOnStatement> Payments) : IFact
{
    public const int MostPayments = 200;
}

/// <summary>One payment on a statement: a line, or one transaction of a line that is a batch.</summary>
/// <param name="LineNumber">Of the line in its statement, from 1; the transactions of a batch share it.</param>
/// <param name="EndToEndId">As the bank gives it back; it may be of no order.</param>
/// <param name="Amount">What was booked, positive in both directions.</param>
/// <param name="IsReturn">Credited: a payment that came back. Otherwise debited: a payment that went out.</param>
/// <param name="BankReference">
/// Of this payment alone. Where the bank gives one to a whole batch it is <c>reference/end-to-end id</c>; where it gives none, the end-to-end id.
/// </param>
/// <param name="ReasonCode">ISO 20022 reason of a return, for instance <c>AC04</c>.</param>
public sealed record PaymentOnStatement(
    Guid LineId,
    int LineNumber,
    string EndToEndId,
    Rials Amount,
    bool IsReturn,
    LocalDate ValueDate,
    string BankReference,
    string? ReasonCode);
