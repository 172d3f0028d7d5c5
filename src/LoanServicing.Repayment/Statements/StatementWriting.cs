using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Loans;
using LoanServicing.Repayment.Endpoints;
using LoanServicing.Repayment.PlanChanges;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.Statements;

/// <summary>From what was read to what is answered.</summary>
internal static class StatementWriting
{
    public static StatementView View(this StatementReading reading)
    {
        var (row, loan, statement, _, _) = reading;
        return new StatementView(
            row.Id,
            row.Status,
            row.ContractNumber,
            row.FullName,
            row.NationalId,
            row.PaidOutOn,
            row.PaidOutOn.ToPersian(),
            row.Principal,
            statement.From,
            statement.From.ToPersian(),
            statement.To,
            statement.To.ToPersian(),
            StatementBalance.Of(statement.Opening),
            [.. statement.Movements.Select(movement => MovementOf(reading, movement))],
            StatementChange.Of(statement.Total),
            StatementBalance.Of(statement.Closing),
            NextDueView.Of(loan),
            row.DepositId);
    }

    private static StatementMovement MovementOf(StatementReading reading, AccountMovement movement)
    {
        var plain = new StatementMovement(
            movement.Date, movement.Date.ToPersian(), KindOf(reading.Loan, movement), StatementChange.Of(movement.Change), StatementBalance.Of(movement.After),
            null, null, null, null, null, null, null);
        return movement.Kind switch
        {
            AccountMovementKind.PaidOut => plain with { BankReference = reading.Row.PayoutReference },
            AccountMovementKind.Receipt => With(plain, reading.Row, reading.Receipts[movement.Index]),
            AccountMovementKind.Reversal => With(plain, reading.Row, reading.Receipts[movement.Index]) with { ReversedOn = null, ReversedOnPersian = null },
            AccountMovementKind.Refund => plain with { BankReference = reading.Refunds[movement.Index].BankReference },
            AccountMovementKind.PlanChange => plain with
            {
                PlanChange = PlanChangeRequest.NameOf(reading.Loan.Ledger.Plan.Changes[movement.Index].Kind),
                Plan = movement.Index + 1,
            },
            _ => plain,
        };
    }

    private static StatementMovement With(StatementMovement plain, LoanRow loan, ReceiptRow receipt) => plain with
    {
        ReceiptNumber = ReceiptNumbers.Of(loan, receipt),
        Channel = receipt.Channel,
        BankReference = receipt.BankReference,
        ReversedOn = receipt.ReversedOn,
        ReversedOnPersian = receipt.ReversedOn.ToPersian(),
    };

    private static string KindOf(Loan loan, AccountMovement movement) => movement.Kind switch
    {
        AccountMovementKind.PaidOut => "paidOut",
        AccountMovementKind.FeeDue => "feeDue",
        AccountMovementKind.LateCharge => "lateCharge",
        AccountMovementKind.LateDecision => loan.Ledger.Late.Decisions[movement.Index].Kind == LateDecisionKind.Cost ? "lateCost" : "lateWaiver",
        AccountMovementKind.Receipt => "receipt",
        AccountMovementKind.Reversal => "reversal",
        AccountMovementKind.Refund => "refund",
        AccountMovementKind.PlanChange => "planChange",
        AccountMovementKind.WriteOff => "writeOff",
        AccountMovementKind.Returned => "returned",
        _ => throw new ArgumentOutOfRangeException(nameof(movement), movement.Kind, "No such movement."),
    };
}
