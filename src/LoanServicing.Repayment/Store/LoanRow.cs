using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Repayment.Store;

/// <summary>A loan as stored: its terms, how far it is paid, and what lists look for.</summary>
public sealed record LoanRow
{
    public long Serial { get; init; }

    public Guid Id { get; init; }

    public long Version { get; init; }

    public long FactSequence { get; init; }

    public string Status { get; init; } = "";

    public Guid ApplicationId { get; init; }

    public Guid OrderId { get; init; }

    public string ContractNumber { get; init; } = "";

    public string NationalId { get; init; } = "";

    public string FullName { get; init; } = "";

    public string County { get; init; } = "";

    public string Tranche { get; init; } = "";

    public string DepositId { get; init; } = "";

    public Rials Principal { get; init; }

    public int Installments { get; init; }

    public string FeeMethod { get; init; } = "";

    public int FeeRateBasisPoints { get; init; }

    public Rials RoundingUnit { get; init; }

    public int DueDay { get; init; }

    public LocalDate FirstDue { get; init; }

    public int FeeGraceMonths { get; init; }

    public string AllocationOrder { get; init; } = "";

    /// <summary>The version of the product that was signed; null where it was not kept.</summary>
    public LocalDate? ProductFrom { get; init; }

    public string PlanChanges { get; init; } = "";

    /// <summary>What lateness costs; null is nothing.</summary>
    public string? LatePolicy { get; init; }

    public int? LateRateBasisPoints { get; init; }

    public int? LateYearDays { get; init; }

    /// <summary>What was decided of it; as <see cref="LateCharging"/> writes it.</summary>
    public string? LateDecisions { get; init; }

    /// <summary>The holidays that were counted; as <see cref="GraceDays"/> writes them.</summary>
    public string? LateGrace { get; init; }

    /// <summary>What it has come to by the latest receipt; as <see cref="LateStanding"/> writes it.</summary>
    public string? Late { get; init; }

    public LocalDate PaidOutOn { get; init; }

    public string PayoutReference { get; init; } = "";

    public Rials AlaviShare { get; init; }

    public Rials SinaShare { get; init; }

    public Rials PrincipalRepaid { get; init; }

    public string LoanYears { get; init; } = "";

    /// <summary>What the receipts make of it, refunds not counted.</summary>
    public Rials Credit { get; init; }

    /// <summary>The sum of the loan's refunds.</summary>
    public Rials Refunded { get; init; }

    public LocalDate? WrittenOffOn { get; init; }

    public Rials Recovered { get; init; }

    public LocalDate? LatestValueDate { get; init; }

    public LocalDate? OldestUnpaidDue { get; init; }

    public int Receipts { get; init; }

    /// <summary>What is owed back to the borrower: never negative, whatever a replay makes of the credit after a refund (docs/adr/0016-refunds.md).</summary>
    public Rials CreditOwed => Rials.Max(Rials.Zero, Credit - Refunded);

    public FunderShares Shares => new(AlaviShare, SinaShare);

    /// <summary>The terms as stored; a damaged method name reads as one that no plan is made of.</summary>
    public LoanTerms Terms => new(
        Principal,
        Installments,
        Enum.TryParse<FeeMethod>(FeeMethod, out var method) ? method : (FeeMethod)(-1),
        FeeRateBasisPoints,
        RoundingUnit,
        FirstDue,
        DueDay,
        FeeGraceMonths);

    /// <summary>The loan as stored. Charges for lateness of days that were not counted yet know no holidays.</summary>
    /// <exception cref="InvalidOperationException">The row is damaged; verification names what is wrong.</exception>
    public Loan ToLoan()
    {
        if (!Domain.Loans.LoanYears.TryParse(LoanYears, out var years)
            || !Enum.TryParse<LoanState>(Status, out var state)
            || !Enum.TryParse<Domain.Loans.AllocationOrder>(AllocationOrder, out var order)
            || !Domain.Schedules.PlanChanges.TryParse(PlanChanges, out var changes)
            || !LateStanding.TryParse(Late, out var late)
            || ReadLate() is not { } charging)
        {
            throw new InvalidOperationException($"The stored loan {Id} is damaged; verify says how.");
        }

        var ledger = new LoanLedger(RepaymentPlan.For(Terms, changes), PaidOutOn, order, WrittenOffOn, charging);
        return new Loan(state, ledger, Shares, new LoanStanding(PrincipalRepaid, years, Credit, LatestValueDate, Recovered, late));
    }

    /// <summary>The loan with the holidays by which lateness is charged.</summary>
    /// <exception cref="InvalidOperationException">The row is damaged; verification names what is wrong.</exception>
    internal Loan ToLoan(LoanCalendar calendar)
    {
        var loan = ToLoan();
        var late = loan.Ledger.Late;
        return late.IsNone ? loan : loan with { Ledger = loan.Ledger.With(late with { Grace = late.Grace.Asking(calendar.NextBusinessDay) }) };
    }

    /// <summary>Null where it cannot be read.</summary>
    internal LateCharging? ReadLate()
    {
        if (LatePolicy is null)
        {
            return LateRateBasisPoints is null && LateYearDays is null && string.IsNullOrEmpty(LateDecisions) && string.IsNullOrEmpty(LateGrace) ? LateCharging.None : null;
        }

        var terms = Enum.TryParse<Domain.Loans.LatePolicy>(LatePolicy, out var policy) && policy.ToString() == LatePolicy && policy != Domain.Loans.LatePolicy.None
            ? new LateTerms(policy, LateRateBasisPoints ?? 0, LateYearDays ?? 0)
            : null;
        return terms is { IsSound: true } && LateCharging.TryParse(LateDecisions, out var decisions) && GraceDays.TryParse(LateGrace ?? "", out var grace)
            ? new LateCharging(terms, decisions, grace)
            : null;
    }

    /// <summary>The row with a loan's new standing, one version on.</summary>
    public LoanRow With(Loan loan) => this with
    {
        Status = loan.State.ToString(),
        PrincipalRepaid = loan.Standing.PrincipalRepaid,
        LoanYears = loan.Standing.Years.ToString(),
        Credit = loan.Standing.Credit,
        LatestValueDate = loan.Standing.LatestValueDate,
        OldestUnpaidDue = loan.NextDue?.DueDate,
        PlanChanges = Domain.Schedules.PlanChanges.Write(loan.Ledger.Plan.Changes),
        WrittenOffOn = loan.Ledger.WrittenOffOn,
        Recovered = loan.Standing.Recovered,
        LateDecisions = LateCharging.Write(loan.Ledger.Late.Decisions),
        LateGrace = loan.Ledger.Late.Grace.Write(),
        Late = loan.Standing.Late.ToString(),
    };
}
