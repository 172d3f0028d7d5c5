using LoanServicing.Contracts;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using NodaTime;

namespace LoanServicing.Disbursement.Handlers;

/// <summary>
/// Makes one payment order of a signed contract and its attempt. Another attempt is made only when every one before it was refused or
/// came back: anything else could pay twice, so it is parked for people to look at.
/// </summary>
internal static class OrderOnContract
{
    public static async Task HandleAsync(ContractSigned fact, UnitOfWork unit)
    {
        await FactCounter.TakeTurnAsync(unit, fact.ApplicationId);
        var orders = await PaymentOrderStore.OfApplicationAsync(unit, fact.ApplicationId);
        if (orders.SingleOrDefault(order => order.Serves(fact.PaymentAttempt)) is { } same)
        {
            RefuseUnlessEqual(fact, same);
            return;
        }

        if (fact.PaymentAttempt > 1 && !orders.Any(order => order.Serves(fact.PaymentAttempt - 1)))
        {
            unit.WaitFor(WaitKey(fact.ApplicationId, fact.PaymentAttempt - 1));
            return;
        }

        if (orders.FirstOrDefault(order => order.StateNow is not (PaymentOrderState.Refused or PaymentOrderState.Returned or PaymentOrderState.Bounced)) is { } open)
        {
            throw new FactRefusedException($"payment order {open.OrderId}", open.State, $"another order of {nameof(ContractSigned)}");
        }

        // The bank says of an earlier order that it paid, and we could not make that agree with our books. It may have: another order could
        // pay the borrower twice, and only the bank or a person can tell. So the contract is kept until an answer moves an order of it on.
        if (await BankAnswerStore.HasUnsettledPaymentAsync(unit, fact.ApplicationId))
        {
            RecordHeld(fact, unit);
            unit.WaitFor(HeldKey(fact.ApplicationId));
            return;
        }

        RefuseUnlessSharesAddUp(fact);
        await OrderAsync(fact, unit);
    }

    /// <summary>What a contract waits for while an earlier payment of its application is unsettled.</summary>
    internal static string HeldKey(Guid applicationId) => $"payment-settled:{applicationId:N}";

    private static void RefuseUnlessSharesAddUp(ContractSigned fact)
    {
        if (fact.Shares.Total != fact.Terms.Principal || !fact.Terms.Principal.IsPositive)
        {
            throw new FactRefusedException(
                $"contract {fact.ContractNumber}", $"of {fact.Terms.Principal} rials", $"shares of {fact.Shares.Total} rials");
        }
    }

    private static async Task OrderAsync(ContractSigned fact, UnitOfWork unit)
    {
        var order = Row(fact, Guid.CreateVersion7(), unit.Now);
        await PaymentOrderStore.InsertAsync(unit, order);
        var sequence = await FactCounter.NextAsync(unit, fact.ApplicationId);
        unit.Publish(new DisbursementOrdered(
            unit.Header(Streams.PaymentOrder, fact.ApplicationId, sequence, order.OrderedOn),
            fact.ApplicationId,
            order.OrderId,
            fact.ReservationRound,
            fact.PaymentAttempt,
            order.Tranche,
            order.Amount,
            order.Shares));
        unit.Record(new AuditEntry(
            DisbursementService.Name,
            "payment-order.ordered",
            "payment-order",
            order.OrderId.ToString(),
            order.OrderedOn,
            new { fact.ApplicationId, fact.PaymentAttempt, fact.ContractNumber, order.EndToEndId, order.Amount, order.Shares, fact.Terms, orderHash = order.ComputeHash() }));
        unit.Arrived(WaitKey(fact.ApplicationId, fact.PaymentAttempt));
    }

    private static PaymentOrderRow Row(ContractSigned fact, Guid orderId, Instant now) => new()
    {
        OrderId = orderId,
        ApplicationId = fact.ApplicationId,
        PaymentAttempt = fact.PaymentAttempt,
        ReservationRound = fact.ReservationRound,
        State = PaymentOrderTable.Initial.Name(),
        EndToEndId = PaymentIds.EndToEndId(orderId),
        NationalId = fact.Borrower.NationalId,
        FullName = fact.Borrower.FullName,
        County = fact.Borrower.County,
        Tranche = fact.Borrower.Tranche,
        ContractNumber = fact.ContractNumber,
        Terms = FactJson.Write(fact.Terms),
        Amount = fact.Terms.Principal,
        Alavi = fact.Shares.Alavi,
        Sina = fact.Shares.Sina,
        Iban = fact.Iban,
        OrderedOn = fact.Header.BusinessDate,
        OrderedAt = now,
    };

    private static void RecordHeld(ContractSigned fact, UnitOfWork unit) => unit.Record(new AuditEntry(
        DisbursementService.Name,
        "payment-order.held",
        "application",
        fact.ApplicationId.ToString(),
        fact.Header.BusinessDate,
        new { fact.PaymentAttempt, fact.ContractNumber, why = "the bank's word that it paid an earlier order is unsettled" }));

    // The same attempt told again is known already; told differently it is a contradiction that nobody may overlook (rule R8).
    private static void RefuseUnlessEqual(ContractSigned fact, PaymentOrderRow same)
    {
        // What was taken as this attempt's payment went to the account that it had been ordered to.
        var anotherAccount = same.PaymentAttempt == fact.PaymentAttempt && same.Iban != fact.Iban;
        if (same.Amount != fact.Terms.Principal || anotherAccount || same.Shares != fact.Shares || same.ContractNumber != fact.ContractNumber)
        {
            throw new FactRefusedException(
                $"payment order {same.OrderId}", same.State, $"{nameof(ContractSigned)} of the same attempt with another content");
        }
    }

    private static string WaitKey(Guid applicationId, int attempt) => $"payment-order:{applicationId:N}:{attempt}";
}
