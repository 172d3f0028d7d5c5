using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;

namespace LoanServicing.Contracts.Outside;

/// <summary>A kind of message about loans that outside parties may listen to: the fact behind it, and what of the fact they are told.</summary>
/// <param name="Name">The routing key, for instance <c>loan.opened</c>.</param>
public sealed record LoanMessageKind(string Name, Type Fact, Type Message, Func<IFact, object> Tell)
{
    private const int Version = 1;

    /// <summary>The message's name with its version, as its schema and its <c>type</c> property have it.</summary>
    public string VersionedName => $"{Name}.v{Version}";

    /// <summary>One for each fact of the loan stream, so that who listens to all sees every sequence number. No person is named in any.</summary>
    public static IReadOnlyList<LoanMessageKind> All { get; } =
    [
        Of<LoanOpened, LoanOpenedMessage>("loan.opened", Opened),
        Of<RepaymentPosted, RepaymentPostedMessage>("loan.repayment-posted", Posted),
        Of<LoanSettled, LoanSettledMessage>("loan.settled", Settled),
        Of<LoanReturned, LoanReturnedMessage>("loan.returned", Returned),
        Of<ReceiptReversed, ReceiptReversedMessage>("loan.receipt-reversed", Reversed),
        Of<LoanReopened, LoanReopenedMessage>("loan.reopened", Reopened),
        Of<PlanChanged, PlanChangedMessage>("loan.plan-changed", Changed),
        Of<LateChargeDecided, LateChargeDecidedMessage>("loan.late-charge-decided", Decided),
        Of<LoanWrittenOff, LoanWrittenOffMessage>("loan.written-off", WrittenOff),
    ];

    /// <summary>Null for a fact that no outside party is told.</summary>
    public static LoanMessageKind? OfFact(Type fact) => All.FirstOrDefault(kind => kind.Fact == fact);

    private static LoanMessageKind Of<TFact, TMessage>(string name, Func<TFact, TMessage> tell)
        where TFact : IFact
        where TMessage : class =>
        new(name, typeof(TFact), typeof(TMessage), fact => tell((TFact)fact));

    private static LoanOpenedMessage Opened(LoanOpened fact) => new(
        fact.Header.MessageId, fact.LoanId, fact.ApplicationId, fact.Header.Sequence, fact.Header.BusinessDate,
        fact.Header.BusinessDate.ToPersian(), fact.Header.OccurredAt, fact.Borrower.Tranche, fact.Borrower.County, fact.DepositId,
        fact.Principal, PerFunder(fact.Shares), fact.ValueDate, fact.ValueDate.ToPersian(), fact.FirstDue, fact.FirstDue.ToPersian());

    private static RepaymentPostedMessage Posted(RepaymentPosted fact) => new(
        fact.Header.MessageId, fact.LoanId, fact.ApplicationId, fact.Header.Sequence, fact.Header.BusinessDate,
        fact.Header.BusinessDate.ToPersian(), fact.Header.OccurredAt, fact.ReceiptId, fact.Tranche, fact.County, fact.Amount,
        PerFunder(fact.Shares), fact.Fee, fact.Credit, fact.PrincipalRepaidAfter, fact.ValueDate, fact.ValueDate.ToPersian(), fact.Channel,
        fact.BankReference, PerFunder(fact.Recovered ?? FunderShares.Zero), fact.LateCharges ?? Rials.Zero, fact.Charity ?? Rials.Zero);

    private static ReceiptReversedMessage Reversed(ReceiptReversed fact) => new(
        fact.Header.MessageId, fact.LoanId, fact.ApplicationId, fact.Header.Sequence, fact.Header.BusinessDate,
        fact.Header.BusinessDate.ToPersian(), fact.Header.OccurredAt, fact.ReceiptId, fact.Tranche, fact.County, fact.Amount,
        PerFunder(fact.Shares), fact.Fee, fact.Credit, PerFunder(fact.Recovered ?? FunderShares.Zero), fact.PrincipalRepaidAfter, fact.ValueDate,
        fact.ValueDate.ToPersian(), fact.Channel, fact.BankReference, fact.LateCharges ?? Rials.Zero, fact.Charity ?? Rials.Zero);

    private static LoanReopenedMessage Reopened(LoanReopened fact) => new(
        fact.Header.MessageId, fact.LoanId, fact.ApplicationId, fact.Header.Sequence, fact.Header.BusinessDate,
        fact.Header.BusinessDate.ToPersian(), fact.Header.OccurredAt, fact.Tranche, fact.County);

    private static PlanChangedMessage Changed(PlanChanged fact) => new(
        fact.Header.MessageId, fact.LoanId, fact.ApplicationId, fact.Header.Sequence, fact.Header.BusinessDate,
        fact.Header.BusinessDate.ToPersian(), fact.Header.OccurredAt, fact.Tranche, fact.County, fact.Change.Kind, fact.Change.From,
        fact.Change.FirstDue, fact.Change.FirstDue.ToPersian(), fact.Change.Installments);

    private static LateChargeDecidedMessage Decided(LateChargeDecided fact) => new(
        fact.Header.MessageId, fact.LoanId, fact.ApplicationId, fact.Header.Sequence, fact.Header.BusinessDate,
        fact.Header.BusinessDate.ToPersian(), fact.Header.OccurredAt, fact.Tranche, fact.County, fact.Kind, fact.Amount);

    private static LoanWrittenOffMessage WrittenOff(LoanWrittenOff fact) => new(
        fact.Header.MessageId, fact.LoanId, fact.ApplicationId, fact.Header.Sequence, fact.Header.BusinessDate,
        fact.Header.BusinessDate.ToPersian(), fact.Header.OccurredAt, fact.Tranche, fact.County, PerFunder(fact.Shares), fact.WrittenOffOn,
        fact.WrittenOffOn.ToPersian());

    private static LoanSettledMessage Settled(LoanSettled fact) => new(
        fact.Header.MessageId, fact.LoanId, fact.ApplicationId, fact.Header.Sequence, fact.Header.BusinessDate,
        fact.Header.BusinessDate.ToPersian(), fact.Header.OccurredAt, fact.Tranche, fact.County, PerFunder(fact.Shares), fact.FeePaid,
        fact.SettledOn, fact.SettledOn.ToPersian());

    private static LoanReturnedMessage Returned(LoanReturned fact) => new(
        fact.Header.MessageId, fact.LoanId, fact.ApplicationId, fact.Header.Sequence, fact.Header.BusinessDate,
        fact.Header.BusinessDate.ToPersian(), fact.Header.OccurredAt, fact.Tranche, fact.County, PerFunder(fact.Shares), fact.ValueDate,
        fact.ValueDate.ToPersian(), fact.ReasonCode);

    private static FunderRials PerFunder(FunderShares shares) => new(shares.Alavi, shares.Sina);
}
