using LoanServicing.Contracts;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Repayment.SalaryLists;
using LoanServicing.Repayment.Store;
using NodaTime;

namespace LoanServicing.Repayment.Handlers;

/// <summary>Money leaves suspense as two people of finance have said: as a receipt of a loan, with the value date on which it came, or as a funder's deposit.</summary>
internal static class ResolveSuspense
{
    private const string Actor = "repayment";

    public static async Task HandleAsync(SuspenseResolved fact, UnitOfWork unit, ReceiptRules rules)
    {
        if (await SuspenseStore.FindAsync(unit, fact.SuspenseId) is not { } suspended)
        {
            throw new FactRefusedException($"The suspense {fact.SuspenseId:D}", "unknown", nameof(SuspenseResolved)); // it was we who told of it
        }

        if (suspended.ResolvedAs is not null)
        {
            return;
        }

        if (fact.LoanId is { } loanId)
        {
            await AssignAsync(fact, suspended, loanId, unit, rules);
            return;
        }

        await SuspenseStore.ResolveAsync(unit, suspended with { ResolvedAs = fact.ResolvedAs, ResolvedOn = fact.Header.BusinessDate });
        Record(unit, suspended, fact.Header.BusinessDate, new { fact.ResolvedAs });
    }

    private static async Task AssignAsync(SuspenseResolved fact, SuspenseRow suspended, Guid loanId, UnitOfWork unit, ReceiptRules rules)
    {
        if (await SalaryListStore.IsTransferAsync(unit, suspended.Id))
        {
            await KeepAsync(fact, suspended, loanId, "salary-list.told", unit); // its rows are the receipts
            return;
        }

        var loan = await LoanStore.FindAsync(unit, loanId);
        if (loan is null)
        {
            await KeepAsync(fact, suspended, loanId, "loan.unknown", unit);
            return;
        }

        var (outcome, receipt) = await PostReceipt.RunAsync(unit, loan, new ReceiptOrder(
            suspended.Amount, suspended.Channel, suspended.BankReference, suspended.ValueDate, fact.Header.BusinessDate, suspended.ReceivedBy, suspended.Id), rules);
        switch (outcome)
        {
            case ReceiptOutcome.Posted:
                await SuspenseStore.ResolveAsync(
                    unit, suspended with { ResolvedAs = fact.ResolvedAs, ResolvedOn = fact.Header.BusinessDate, ReceiptId = receipt!.ReceiptId });
                Record(unit, suspended, fact.Header.BusinessDate, new { fact.ResolvedAs, loanId, receipt.ReceiptId });
                break;
            case ReceiptOutcome.BeforePayingOut:
                await KeepAsync(fact, suspended, loanId, PostReceipt.BeforePayingOut, unit);
                break;
            case ReceiptOutcome.AboveCeiling:
                await KeepAsync(fact, suspended, loanId, PostReceipt.AboveCeiling, unit);
                break;
            case ReceiptOutcome.SeenBefore or ReceiptOutcome.ReferenceReused:
                await KeepAsync(fact, suspended, loanId, "receipt.known", unit); // another channel has told of it: it would be posted twice
                break;
            default:
                throw new FactRefusedException($"The suspense {suspended.Id:D}", outcome.ToString(), $"{nameof(SuspenseResolved)} for loan {loanId:D}");
        }
    }

    private static async Task KeepAsync(SuspenseResolved fact, SuspenseRow suspended, Guid loanId, string reason, UnitOfWork unit)
    {
        var sequence = await SuspenseStore.NextSequenceAsync(unit, suspended);
        var header = unit.Header(Streams.Suspense, suspended.Id, sequence, fact.Header.BusinessDate);
        unit.Publish(new SuspenseKept(header, suspended.Id, loanId, reason));
    }

    private static void Record(UnitOfWork unit, SuspenseRow suspended, LocalDate businessDate, object details) =>
        unit.Record(new AuditEntry(Actor, "suspense.resolved", "suspense", suspended.Id.ToString("D"), businessDate, details));
}
