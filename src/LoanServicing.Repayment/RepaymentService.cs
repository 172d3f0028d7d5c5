using LoanServicing.Contracts;
using LoanServicing.Contracts.Outside;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging.Outside;
using LoanServicing.Platform.Verification;
using LoanServicing.Repayment.BankPayments;
using LoanServicing.Repayment.Endpoints;
using LoanServicing.Repayment.Handlers;
using LoanServicing.Repayment.Verification;

namespace LoanServicing.Repayment;

/// <summary>Loans, their schedules, the receipts that repay them, and arrears.</summary>
public static class RepaymentService
{
    public const string Name = "repayment";

    public static ServiceModule Module { get; } = new(Name, typeof(RepaymentService).Assembly)
    {
        MapHandlers = (map, _) => map
            .On<LoanDisbursed>(OpenLoan.HandleAsync)
            .On<DisbursementReturned>(TakeBackLoan.HandleAsync)
            .On<ReceiptsOnStatement>(TakeStatementReceipts.HandleAsync)
            .On<SuspenseResolved>(ResolveSuspense.HandleAsync)
            .On<CreditRefunded>(TakeRefund.HandleAsync),
        MapEndpoints = api =>
        {
            QuoteEndpoint.Map(api);
            LoanListEndpoint.Map(api);
            LoanEndpoints.Map(api);
            ReceiptEndpoint.Map(api);
        },
        OutsideQueues = [new OutsideQueue(BankPaymentReceived.Queue, typeof(BankPaymentReceived), TakeBankPayment.HandleAsync)],
        Verify = connection => Look.MakeAsync(new Look("R4 R6 R8 R10", "loan, receipt, posting, refund, loan_transition and suspense", () => LoanVerifier.VerifyAsync(connection))),
    };
}
