using LoanServicing.Domain.Payments;

namespace LoanServicing.Disbursement.Store;

/// <summary>Kinds and outcomes as stored rows and answers spell them.</summary>
internal static class BankAnswerNames
{
    public const string Waiting = "waiting";
    public const string Problem = "problem";
    public const string Applied = "applied";
    public const string Resolved = "resolved";

    public static string Name(this BankAnswerKind kind) => kind switch
    {
        BankAnswerKind.Paid => "paid",
        BankAnswerKind.Refused => "refused",
        BankAnswerKind.Returned => "returned",
        BankAnswerKind.Informative => "informative",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of answer."),
    };

    public static BankAnswerKind KindOf(string name) => Enum.GetValues<BankAnswerKind>().Single(kind => kind.Name() == name);

    public static string Name(this BankAnswerOutcome outcome) => outcome switch
    {
        BankAnswerOutcome.Applied => Applied,
        BankAnswerOutcome.AlreadyDone => "already-done",
        BankAnswerOutcome.Informative => "informative",
        BankAnswerOutcome.Waiting => Waiting,
        BankAnswerOutcome.Problem => Problem,
        BankAnswerOutcome.Resolved => Resolved,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No such outcome."),
    };
}
