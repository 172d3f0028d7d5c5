using NodaTime;

namespace LoanServicing.Domain.Payments;

/// <summary>What becomes of an answer.</summary>
public enum BankAnswerOutcome
{
    /// <summary>The order moves on.</summary>
    Applied = 1,

    /// <summary>Known already; nothing changes.</summary>
    AlreadyDone = 2,

    /// <summary>Kept; nothing follows from it.</summary>
    Informative = 3,

    /// <summary>Kept until the business date has reached its value date, and then decided again.</summary>
    Waiting = 4,

    /// <summary>Kept and shown; the order stays as it was.</summary>
    Problem = 5,

    /// <summary>Was a problem or waited, and two people have settled it by what the bank says in writing.</summary>
    Resolved = 6,
}

/// <param name="Event">What happens to the order, when it is applied.</param>
/// <param name="Problem">One of <see cref="BankAnswerProblem"/>, when there is one.</param>
public sealed record BankAnswerDecision(BankAnswerOutcome Outcome, PaymentOrderEvent? Event = null, string? Problem = null);

/// <summary>Compares an answer of the bank with the order it names. Pure.</summary>
public static class BankAnswerRules
{
    /// <summary>
    /// How many days a value date may lie ahead of the business date and be waited for: a long run of holidays. A later one is a mistake
    /// that people are told of.
    /// </summary>
    public const int MostDaysAhead = 10;

    /// <param name="order">The order with the answer's end-to-end id, or null.</param>
    /// <param name="businessDate">The current one: an answer is not applied before its value date.</param>
    public static BankAnswerDecision Decide(PaymentOrderFacts? order, BankAnswer answer, LocalDate businessDate)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Problem is { } unreadable)
        {
            return Problem(unreadable);
        }

        if (order is null)
        {
            return Problem(BankAnswerProblem.EndToEndIdUnknown);
        }

        if (EventOf(answer.Kind) is not { } happening)
        {
            return new BankAnswerDecision(BankAnswerOutcome.Informative);
        }

        var step = PaymentOrderTable.Decide(order.State, happening);
        return step.Effect switch
        {
            PaymentOrderEffect.Conflict => Problem(Contradiction(order.State)),
            _ when Mismatch(order, answer, businessDate) is { } mismatch => Problem(mismatch),
            _ when MovesMoney(answer) && answer.ValueDate > businessDate =>
                new(BankAnswerOutcome.Waiting, happening, BankAnswerProblem.AwaitsValueDate),
            PaymentOrderEffect.AlreadyDone when answer.Kind == BankAnswerKind.Paid && DiffersFromTold(order, answer) is { } difference =>
                Problem(difference),
            PaymentOrderEffect.AlreadyDone => new(BankAnswerOutcome.AlreadyDone, happening),
            _ => new(BankAnswerOutcome.Applied, happening),
        };
    }

    private static PaymentOrderEvent? EventOf(BankAnswerKind kind) => kind switch
    {
        BankAnswerKind.Paid => PaymentOrderEvent.BankPaid,
        BankAnswerKind.Refused => PaymentOrderEvent.BankRefused,
        BankAnswerKind.Returned => PaymentOrderEvent.BankReturned,
        _ => null,
    };

    private static string? Mismatch(PaymentOrderFacts order, BankAnswer answer, LocalDate businessDate)
    {
        if (!MovesMoney(answer))
        {
            // A refusal moved no money: it has no value date, and it need not name the amount.
            return answer.Amount is { } refused && refused != order.Amount ? BankAnswerProblem.AmountDiffers : null;
        }

        if (answer.Amount is not { } amount)
        {
            return BankAnswerProblem.AmountMissing;
        }

        if (amount != order.Amount)
        {
            return BankAnswerProblem.AmountDiffers;
        }

        var earliest = answer.Kind == BankAnswerKind.Returned ? order.PaidOn ?? order.OrderedOn : order.OrderedOn;
        return answer.ValueDate switch
        {
            null => BankAnswerProblem.ValueDateMissing,
            { } date when date > businessDate.PlusDays(MostDaysAhead) => BankAnswerProblem.ValueDateInFuture,
            { } date when date < earliest => BankAnswerProblem.ValueDateTooEarly,
            _ => null,
        };
    }

    private static bool MovesMoney(BankAnswer answer) => answer.Kind is BankAnswerKind.Paid or BankAnswerKind.Returned;

    // Where the same source has told of it before, another reference is another booking.
    private static string? DiffersFromTold(PaymentOrderFacts order, BankAnswer answer)
    {
        var told = order.ToldBefore ?? [new ToldBooking(order.BankReference, order.PaidOn)];
        if (told.Count == 0 || told.Contains(new ToldBooking(answer.BankReference, answer.ValueDate)))
        {
            return null;
        }

        return told.Any(booking => booking.BankReference == answer.BankReference) ? BankAnswerProblem.ValueDateDiffers : BankAnswerProblem.PaidTwice;
    }

    private static string Contradiction(PaymentOrderState state) => state switch
    {
        PaymentOrderState.Paid => BankAnswerProblem.AlreadyPaid,
        PaymentOrderState.Refused => BankAnswerProblem.AlreadyRefused,
        PaymentOrderState.Returned => BankAnswerProblem.AlreadyReturned,
        _ => BankAnswerProblem.NotSent,
    };

    private static BankAnswerDecision Problem(string code) => new(BankAnswerOutcome.Problem, Event: null, code);
}
