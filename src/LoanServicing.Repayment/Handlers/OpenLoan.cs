using LoanServicing.Contracts;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Schedules;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.Handlers;

/// <summary>The bank paid out: the loan and its plan begin on the value date.</summary>
internal static class OpenLoan
{
    public static async Task HandleAsync(LoanDisbursed fact, UnitOfWork unit)
    {
        if (await LoanStore.FindAsync(unit, fact.LoanId) is { } existing)
        {
            // The same order told twice changes nothing; two orders under one loan are for a person to look at.
            if (existing.OrderId != fact.OrderId)
            {
                throw new FactRefusedException($"Loan {fact.LoanId} of order {existing.OrderId}", existing.Status, $"{nameof(LoanDisbursed)} of order {fact.OrderId}");
            }

            return;
        }

        var businessDate = fact.Header.BusinessDate;
        var row = RowOf(fact, await LoanStore.NextSerialAsync(unit));
        await LoanStore.InsertAsync(unit, row);
        await LoanStore.InsertTransitionAsync(unit, row.Id, LoanTrigger.Disbursed, LoanState.Active, businessDate);
        unit.Publish(new LoanOpened(
            unit.Header(Streams.Loan, row.Id, row.FactSequence, businessDate),
            row.Id,
            row.ApplicationId,
            fact.Borrower,
            row.Principal,
            fact.Shares,
            row.PaidOutOn,
            row.FirstDue,
            row.DepositId));
        unit.Arrived(WaitKeys.Loan(row.Id));
    }

    private static LoanRow RowOf(LoanDisbursed fact, long serial)
    {
        var agreed = fact.Terms;
        var firstDue = FirstDue.After(fact.ValueDate, agreed.GraceMonths, agreed.DueDay);
        var terms = new LoanTerms(
            agreed.Principal, agreed.Installments, agreed.FeeMethod, agreed.FeeRateBasisPoints, agreed.RoundingUnit, firstDue.Date, firstDue.DueDay,
            agreed.FeeGraceMonths ?? 0);
        var order = agreed.AllocationOrder ?? AllocationOrder.OldestInstalmentFirst;
        var loan = Loan.Open(new LoanLedger(RepaymentPlan.For(terms), fact.ValueDate, order, late: LateCharging.None with { Terms = agreed.ReadLate() }), fact.Shares);
        return new LoanRow
        {
            Serial = serial,
            Id = fact.LoanId,
            Version = 1,
            FactSequence = 1,
            ApplicationId = fact.ApplicationId,
            OrderId = fact.OrderId,
            ContractNumber = fact.ContractNumber,
            NationalId = fact.Borrower.NationalId,
            FullName = fact.Borrower.FullName,
            County = fact.Borrower.County,
            Tranche = fact.Borrower.Tranche,
            DepositId = DepositId.FromSerial(serial).Digits,
            Principal = terms.Principal,
            Installments = terms.Installments,
            FeeMethod = terms.FeeMethod.ToString(),
            FeeRateBasisPoints = terms.FeeRateBasisPoints,
            RoundingUnit = terms.RoundingUnit,
            DueDay = terms.DueDay,
            FirstDue = terms.FirstDue,
            FeeGraceMonths = terms.FeeGraceMonths,
            AllocationOrder = order.ToString(),
            ProductFrom = agreed.ProductFrom,
            LatePolicy = agreed.LatePolicy?.ToString(),
            LateRateBasisPoints = agreed.LateRateBasisPoints,
            LateYearDays = agreed.LateYearDays,
            PaidOutOn = fact.ValueDate,
            PayoutReference = fact.BankReference,
            AlaviShare = fact.Shares.Alavi,
            SinaShare = fact.Shares.Sina,
        }.With(loan);
    }
}

/// <summary>What messages wait for.</summary>
internal static class WaitKeys
{
    public static string Loan(Guid loanId) => $"loan:{loanId:N}";
}
