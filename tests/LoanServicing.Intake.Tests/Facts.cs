using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using NodaTime;

namespace LoanServicing.Intake.Tests;

/// <summary>What the other services tell, as they tell it.</summary>
internal static class Facts
{
    private static readonly FunderShares Shares = new(new Rials(113_095_238), new Rials(266_904_762));

    public static EligibilityAssessed Assessed(Guid id, string outcome = "eligible", int revision = 1) => new(
        Header(Streams.Assessment, id), id, revision, outcome, 7,
        [
            new RuleReport("identity.age", true, false, new Dictionary<string, string> { ["age"] = "35" }, "The age is within 18 to 70.", "سن در محدوده است."),
            new RuleReport(
                "employment.skill-proof", outcome == "eligible", outcome == "refer", new Dictionary<string, string> { ["skillProof"] = "" },
                "A skill certificate is needed.", "گواهی مهارت لازم است."),
        ]);

    public static FundsReserved Reserved(Guid id, int round = 1, LocalDate? on = null) =>
        new(Header(Streams.Reservation, id) with { BusinessDate = on ?? IntakeHost.Today }, id, round, Tranches.Employment, Shares.Total, Shares);

    public static FundsUnavailable Unavailable(Guid id, int round = 1) =>
        new(Header(Streams.Reservation, id), id, round, Tranches.Employment, Shares.Total, "cash", 3);

    public static DisbursementOrdered Ordered(Guid id, int attempt = 1, int round = 1) =>
        new(Header(Streams.PaymentOrder, id), id, Guid.CreateVersion7(), round, attempt, Tranches.Employment, Shares.Total, Shares);

    public static DisbursementFailed Failed(Guid id, int attempt = 1, int round = 1) => new(
        Header(Streams.PaymentOrder, id), id, Guid.CreateVersion7(), round, attempt, Tranches.Employment, Shares.Total, Shares, "AC01", null);

    public static DisbursementReturned Returned(Guid id, Guid loanId, int attempt = 1, int round = 1) => new(
        Header(Streams.PaymentOrder, id), id, Guid.CreateVersion7(), loanId, round, attempt, Tranches.Employment, Shares.Total, Shares,
        IntakeHost.Today, "AC04", null);

    public static LoanOpened Opened(Guid id, Guid loanId) => new(
        Header(Streams.Loan, loanId), loanId, id, new Borrower("0499370899", "رضا سالاری", "Rabor", Tranches.Employment), Shares.Total, Shares,
        IntakeHost.Today, IntakeHost.Today.PlusMonths(1), "123456");

    public static LoanReopened Reopened(Guid id, Guid loanId, long sequence) => new(
        Header(Streams.Loan, loanId, sequence), loanId, id, Tranches.Employment, "Rabor");

    public static LoanWrittenOff WrittenOff(Guid id, Guid loanId, long sequence) => new(
        Header(Streams.Loan, loanId, sequence), loanId, id, Tranches.Employment, "Rabor", Shares, Rials.Zero, IntakeHost.Today);

    public static LoanSettled Settled(Guid id, Guid loanId, long sequence = 2) => new(
        Header(Streams.Loan, loanId, sequence), loanId, id, Tranches.Employment, "Rabor", Shares, Rials.Zero, IntakeHost.Today);

    public static RepaymentPosted Received(Guid id, Guid loanId, long amount = 15_840_000, Guid? receiptId = null) => new(
        Header(Streams.Loan, loanId), loanId, id, receiptId ?? Guid.CreateVersion7(), Tranches.Employment, "Rabor", new Rials(amount),
        new FunderShares(new Rials(amount), Rials.Zero), Rials.Zero, Rials.Zero, new Rials(amount), IntakeHost.Today, "branch", $"B-{Guid.CreateVersion7():N}");

    public static InstalmentFallingDue FallingDue(Guid id, Guid loanId, int number = 3) => new(
        Header(Streams.Loan, loanId), loanId, id, Tranches.Employment, "Rabor", number, IntakeHost.Today.PlusDays(3), new Rials(15_840_000));

    public static InstalmentOverdue Overdue(Guid id, Guid loanId, int months = 0, string loanClass = "current") => new(
        Header(Streams.Loan, loanId), loanId, id, Tranches.Employment, "Rabor", IntakeHost.Today.PlusDays(-4), 4, months, new Rials(31_680_000), loanClass);

    private static FactHeader Header(string stream, Guid key, long sequence = 1) =>
        new(Guid.CreateVersion7(), stream, key, sequence, IntakeHost.Today, Instant.FromUtc(2026, 11, 22, 8, 0));
}
