using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Http;
using NodaTime;

namespace LoanServicing.Disbursement.Endpoints;

/// <summary>A payment order as staff see it.</summary>
/// <param name="Status"><c>ordered</c>, <c>in-file</c>, <c>sent</c>, <c>paid</c>, <c>refused</c>, <c>returned</c> or <c>bounced</c>.</param>
/// <param name="QueuePosition">Place among the orders that are in no file yet, from 1; null for the others.</param>
/// <param name="Iban">With its middle left out.</param>
/// <param name="Rail"><c>internal</c>, <c>paya</c>, <c>satna</c> or <c>pol</c>; null while it is in no file.</param>
/// <param name="RailProblem">Why it is in no file although it is its turn; it goes out by itself once a rail takes it. Null for nothing.</param>
/// <param name="PaymentFile">The message id of its file.</param>
/// <param name="ValueDate">The bank's value date, once paid.</param>
/// <param name="StandsForAttempt">The later attempt whose payment this order was taken as, when the bank booked it after having refused it.</param>
/// <param name="OpenQuestion">What has to be settled about it, and whether the next order waits for that; null for nothing.</param>
/// <param name="Problems">Answers of the bank about this order that were not acted on.</param>
public sealed record PaymentOrderView(
    Guid OrderId,
    Guid ApplicationId,
    int PaymentAttempt,
    string Status,
    long? QueuePosition,
    string EndToEndId,
    string Tranche,
    string County,
    string ContractNumber,
    string BorrowerName,
    string Iban,
    Rials AmountRials,
    FunderAmounts Funders,
    LocalDate OrderedOn,
    string OrderedOnPersian,
    string? Rail,
    RailProblemView? RailProblem,
    string? PaymentFile,
    LocalDate? ValueDate,
    string? ValueDatePersian,
    string? BankReference,
    Guid? LoanId,
    LocalDate? ReturnedOn,
    string? ReturnedOnPersian,
    string? ReasonCode,
    string? ReasonText,
    int? StandsForAttempt,
    OpenQuestion? OpenQuestion,
    IReadOnlyList<BankAnswerView> Problems)
{
    internal static PaymentOrderView Of(
        PaymentOrderRow order, long? queuePosition, string? paymentFile, IReadOnlyList<BankAnswerView> problems, bool persian) => new(
        order.OrderId,
        order.ApplicationId,
        order.PaymentAttempt,
        order.State,
        queuePosition,
        order.EndToEndId,
        order.Tranche,
        order.County,
        order.ContractNumber,
        order.FullName,
        Sheba.Parse(order.Iban).Masked,
        order.Amount,
        new FunderAmounts(order.Alavi, order.Sina),
        order.OrderedOn,
        order.OrderedOn.ToPersian(),
        order.Rail,
        order.RailProblem is { } problem ? new RailProblemView(problem, RailProblems.Describe(problem).In(persian)) : null,
        paymentFile,
        order.ValueDate,
        order.ValueDate.ToPersian(),
        order.BankReference,
        order.LoanId,
        order.ReturnedOn,
        order.ReturnedOn.ToPersian(),
        order.ReasonCode,
        order.ReasonText,
        order.StandsForAttempt,
        OpenQuestion.Of(order, problems, persian),
        problems);
}

/// <summary>Why no rail takes a payment order.</summary>
/// <param name="Code">Stable: <c>rail.not-in-force</c>, <c>rail.bank-not-reached</c>, <c>rail.amount-not-carried</c> or <c>rail.payee-had-most-today</c>.</param>
/// <param name="Message">In the caller's language.</param>
public sealed record RailProblemView(string Code, string Message);

/// <summary>An answer of the bank that was kept and not acted on.</summary>
/// <param name="Kind"><c>paid</c>, <c>refused</c>, <c>returned</c> or <c>informative</c>.</param>
/// <param name="Code">Stable, for instance <c>amount.differs</c>.</param>
/// <param name="Message">In the caller's language.</param>
/// <param name="BankMessageId">The message id of the bank's file, or the id of the statement, and <paramref name="Entry"/> in it.</param>
/// <param name="HoldsNextOrder">A further order for the same application is kept back until this is settled.</param>
public sealed record BankAnswerView(
    Guid? OrderId,
    string Kind,
    string Code,
    string Message,
    string EndToEndId,
    Rials? AmountRials,
    LocalDate? ValueDate,
    string? ValueDatePersian,
    string? BankReference,
    string? ReasonCode,
    string? ReasonText,
    string BankMessageId,
    int Entry,
    Instant At,
    bool HoldsNextOrder)
{
    internal static BankAnswerView Of(BankAnswerRow row, bool persian, bool holdsNextOrder) => new(
        row.OrderId,
        row.Kind,
        row.Problem!,
        BankAnswerProblem.Describe(row.Problem!).In(persian),
        row.EndToEndId,
        row.Amount,
        row.ValueDate,
        row.ValueDate.ToPersian(),
        row.BankReference,
        row.ReasonCode,
        row.ReasonText,
        row.MessageId,
        row.Entry,
        row.AnsweredAt,
        holdsNextOrder);
}

/// <summary>A page of payment orders.</summary>
public sealed record PaymentOrderList(IReadOnlyList<PaymentOrderView> Items, string? NextCursor);

/// <summary>A page of answers of the bank.</summary>
public sealed record BankAnswerList(IReadOnlyList<BankAnswerView> Items, string? NextCursor);
