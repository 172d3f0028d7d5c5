using LoanServicing.Contracts;
using LoanServicing.Contracts.Outside;
using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging.Outside;
using LoanServicing.Platform.Verification;
using LoanServicing.Repayment.BankPayments;
using LoanServicing.Repayment.CloseOfDay;
using LoanServicing.Repayment.Endpoints;
using LoanServicing.Repayment.Handlers;
using LoanServicing.Repayment.LateCharges;
using LoanServicing.Repayment.PlanChanges;
using LoanServicing.Repayment.Portfolio;
using LoanServicing.Repayment.Reversals;
using LoanServicing.Repayment.SalaryLists;
using LoanServicing.Repayment.Statements;
using LoanServicing.Repayment.Verification;
using LoanServicing.Repayment.WriteOffs;
using Microsoft.Extensions.DependencyInjection;

namespace LoanServicing.Repayment;

/// <summary>Loans, their schedules, the receipts that repay them, and arrears.</summary>
public static class RepaymentService
{
    public const string Name = "repayment";

    public static ServiceModule Module { get; } = new(Name, typeof(RepaymentService).Assembly)
    {
        AddServices = (services, configuration) => services
            .AddSingleton<LoanCalendar>()
            .AddSingleton<ReceiptRules>()
            .AddSingleton<PortfolioReader>()
            .AddSingleton(_ => CloseOfDaySettings.Read(configuration))
            .AddSingleton<CloseOfDayRun>()
            .AddHostedService<CloseOfDayWorker>()
            .AddHostedService<SalaryListWorker>(),
        MapHandlers = (map, services) => map
            .On<LoanDisbursed>(OpenLoan.HandleAsync)
            .On<DisbursementReturned>(TakeBackLoan.HandleAsync)
            .On<ReceiptsOnStatement>((fact, unit) => TakeStatementReceipts.HandleAsync(fact, unit, services.GetRequiredService<ReceiptRules>()))
            .On<SuspenseResolved>((fact, unit) => ResolveSuspense.HandleAsync(fact, unit, services.GetRequiredService<ReceiptRules>()))
            .On<CreditRefunded>(TakeRefund.HandleAsync),
        MapEndpoints = api =>
        {
            QuoteEndpoint.Map(api);
            LoanListEndpoint.Map(api);
            LoanEndpoints.Map(api);
            StatementEndpoints.Map(api);
            PortfolioEndpoints.Map(api);
            ReceiptEndpoint.Map(api);
            SalaryListEndpoints.Map(api);
            AskReversal.Map(api);
            AskPlanChange.Map(api);
            AskWriteOff.Map(api);
            LateChargeEndpoints.Map(api);
            CloseOfDayEndpoint.Map(api);
        },
        CheckKinds = services => [ReverseReceipt.Kind, ChangePlan.Kind(services.GetRequiredService<Programme>()), WriteOffLoan.Kind(services.GetRequiredService<LoanCalendar>()), DecideLateCharge.Kind(services.GetRequiredService<LoanCalendar>())],
        OutsideQueues = [new OutsideQueue(BankPaymentReceived.Queue, typeof(BankPaymentReceived), TakeBankPayment.HandleAsync)],
        Verify = connection => Look.MakeAsync(
        [
            new Look("R4 R6 R8 R10 R11", "loan, receipt, posting, refund, loan_transition, suspense, reversal, plan_change, late_charge, write_off, salary_list and salary_row", () => LoanVerifier.VerifyAsync(connection)),
            new Look("R8", "close_of_day, close_of_day_partition and loan_day", () => CloseOfDayCheck.VerifyAsync(connection)),
        ]),
    };
}
