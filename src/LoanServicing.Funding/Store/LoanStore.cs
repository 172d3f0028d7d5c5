using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>A loan in the funders' books: what each gave and what each has back.</summary>
internal sealed record LoanRow
{
    public Guid LoanId { get; init; }

    public Guid ApplicationId { get; init; }

    public int Round { get; init; }

    public string Tranche { get; init; } = "";

    public Rials ShareAlavi { get; init; }

    public Rials ShareSina { get; init; }

    public Rials CollectedAlavi { get; init; }

    public Rials CollectedSina { get; init; }

    public Rials WrittenOffAlavi { get; init; }

    public Rials WrittenOffSina { get; init; }

    public Rials RecoveredAlavi { get; init; }

    public Rials RecoveredSina { get; init; }

    /// <summary>The funder that bears the loss of both first, by the order of loss of the day of the write-off; null: each bears its own.</summary>
    public string? LossFirst { get; init; }

    /// <summary>What Alavi bears of the loss; null where each bears its own.</summary>
    public Rials? LossBorneAlavi { get; init; }

    public Rials? LossBorneSina { get; init; }

    /// <summary>Owed back to the borrower by what is booked, refunds not counted.</summary>
    public Rials Credit { get; init; }

    /// <summary>How much of the credit has been paid back.</summary>
    public Rials Refunded { get; init; }

    public string State { get; init; } = "";

    /// <summary>Null, as the other terms are, for a loan that was paid out before funding kept the terms.</summary>
    public int? Installments { get; init; }

    public string? FeeMethod { get; init; }

    public int? FeeRateBasisPoints { get; init; }

    public Rials? RoundingUnit { get; init; }

    public int? DueDay { get; init; }

    public LocalDate? FirstDue { get; init; }

    public int? FeeGraceMonths { get; init; }

    /// <summary>How the plan was changed, in the text of <see cref="Domain.Schedules.PlanChanges.Write"/>.</summary>
    public string? PlanChanges { get; init; } = "";

    /// <summary>Sequence of the last fact of the loan's stream that is in the books; the loan's opening, which is not booked, is 1.</summary>
    public long LastSequence { get; init; } = 1;

    public long Version { get; init; }

    public FunderShares Shares
    {
        get => new(ShareAlavi, ShareSina);
        init => (ShareAlavi, ShareSina) = (value.Alavi, value.Sina);
    }

    public FunderShares Collected
    {
        get => new(CollectedAlavi, CollectedSina);
        init => (CollectedAlavi, CollectedSina) = (value.Alavi, value.Sina);
    }

    /// <summary>Given up, of each funder's share.</summary>
    public FunderShares WrittenOff
    {
        get => new(WrittenOffAlavi, WrittenOffSina);
        init => (WrittenOffAlavi, WrittenOffSina) = (value.Alavi, value.Sina);
    }

    /// <summary>Come back of what was given up, by whose principal it was, as the loan books know the claim.</summary>
    public FunderShares Recovered
    {
        get => new(RecoveredAlavi, RecoveredSina);
        init => (RecoveredAlavi, RecoveredSina) = (value.Alavi, value.Sina);
    }

    /// <summary>Who bears the loss by an order of loss; null where each funder bears its own.</summary>
    public BorneLoss? Bearing => LossFirst is { } first ? new BorneLoss(first, WrittenOff, new FunderShares(LossBorneAlavi ?? Rials.Zero, LossBorneSina ?? Rials.Zero)) : null;

    /// <summary>Who bears the loss.</summary>
    public FunderShares LossBorne => Bearing?.Borne ?? WrittenOff;

    /// <summary>Come back of the loss, by who bears it. Where the row is damaged, as it is stored.</summary>
    public FunderShares RecoveredByBearer => Bearing is { Holds: true } bearing && IsWithin(Recovered, WrittenOff) ? bearing.Recovered(Recovered.Total) : Recovered;

    /// <summary>Whether the loss is borne as its order says: all of it, nothing of it twice, and only of a loan that was written off.</summary>
    public bool IsBorne => Bearing is { } bearing
        ? Status == LoanState.WrittenOff && bearing.Holds && IsWithin(Recovered, WrittenOff) && Recovered == WrittenOff.Standing(Recovered.Total)
        : (LossBorneAlavi, LossBorneSina) is (null, null);

    /// <summary>
    /// Rule R6: no funder has back more of its share than it gave; what is given up is the rest of it and of no other loan; and of that no more is recovered.
    /// </summary>
    public bool Holds => IsWithin(Collected, Shares) && IsWithin(Recovered, WrittenOff)
        && WrittenOff == (Status == LoanState.WrittenOff ? Shares - Collected : FunderShares.Zero);

    /// <summary>What may be refunded now: never negative, whatever the receipts make of the credit after a refund (docs/adr/0016-refunds.md).</summary>
    public Rials CreditHeld => Rials.Max(Rials.Zero, Credit - Refunded);

    /// <summary>Unknown where the stored state is damaged.</summary>
    public LoanState Status
    {
        get => State switch
        {
            "lent" => LoanState.Lent,
            "settled" => LoanState.Settled,
            "returned" => LoanState.Returned,
            "written-off" => LoanState.WrittenOff,
            _ => LoanState.Unknown,
        };
        init => State = value switch
        {
            LoanState.Lent => "lent",
            LoanState.Settled => "settled",
            LoanState.Returned => "returned",
            LoanState.WrittenOff => "written-off",
            _ => throw new ArgumentOutOfRangeException(nameof(value), value, "A loan in this state is not stored."),
        };
    }

    /// <summary>What the plan follows from; null where it is not known.</summary>
    public LoanTerms? Terms
    {
        get => (Installments, FeeRateBasisPoints, RoundingUnit, DueDay, FirstDue) is ({ } installments, { } rate, { } unit, { } dueDay, { } firstDue)
            && Enum.TryParse<FeeMethod>(FeeMethod, out var method)
            ? new LoanTerms(Shares.Total, installments, method, rate, unit, firstDue, dueDay, FeeGraceMonths ?? 0)
            : null;
        init => (Installments, FeeMethod, FeeRateBasisPoints, RoundingUnit, DueDay, FirstDue, FeeGraceMonths) = (
            value?.Installments, value?.FeeMethod.ToString(), value?.FeeRateBasisPoints, value?.RoundingUnit, value?.DueDay, value?.FirstDue, value?.FeeGraceMonths);
    }

    /// <summary>The changes of the plan in their order; null where the stored text is damaged.</summary>
    public IReadOnlyList<PlanChange>? Changes => Domain.Schedules.PlanChanges.TryParse(PlanChanges, out var changes) ? changes : null;

    /// <summary>The plan as it stands; null where the terms are not known.</summary>
    /// <exception cref="InvalidOperationException">The stored changes are damaged.</exception>
    public RepaymentPlan? Plan => Terms is { } terms
        ? RepaymentPlan.For(terms, Changes ?? throw new InvalidOperationException($"The changes of the plan of {Name} cannot be read; verify names them."))
        : null;

    public string Name => $"loan {LoanId:D}";

    private static bool IsWithin(FunderShares part, FunderShares whole) =>
        !part.Alavi.IsNegative && !part.Sina.IsNegative && part.Alavi <= whole.Alavi && part.Sina <= whole.Sina;
}

internal static class LoanStore
{
    public const string Columns =
        """
        loan_id, application_id, round, tranche, share_alavi, share_sina, collected_alavi, collected_sina, credit, refunded, state,
        written_off_alavi, written_off_sina, recovered_alavi, recovered_sina, loss_first, loss_borne_alavi, loss_borne_sina,
        installments, fee_method, fee_rate_basis_points, rounding_unit, due_day, first_due, fee_grace_months, plan_changes, last_sequence, version
        """;

    private const string Select = $"select {Columns} from funded_loan where loan_id = @loanId";

    private const string Insert =
        $"""
        insert into funded_loan ({Columns})
        values (@LoanId, @ApplicationId, @Round, @Tranche, @ShareAlavi, @ShareSina, 0, 0, 0, 0, @State, 0, 0, 0, 0, null, null, null,
          @Installments, @FeeMethod, @FeeRateBasisPoints, @RoundingUnit, @DueDay, @FirstDue, @FeeGraceMonths, @PlanChanges, @LastSequence, 1)
        """;

    private const string Update =
        """
        update funded_loan
        set collected_alavi = @CollectedAlavi, collected_sina = @CollectedSina, credit = @Credit, refunded = @Refunded, state = @State,
          written_off_alavi = @WrittenOffAlavi, written_off_sina = @WrittenOffSina, recovered_alavi = @RecoveredAlavi, recovered_sina = @RecoveredSina,
          loss_first = @LossFirst, loss_borne_alavi = @LossBorneAlavi, loss_borne_sina = @LossBorneSina,
          plan_changes = @PlanChanges, last_sequence = @LastSequence, version = version + 1
        where loan_id = @LoanId and version = @Version
        """;

    /// <summary>Under which key facts wait for a loan to be in the books.</summary>
    public static string WaitKey(Guid loanId) => $"loan:{loanId:N}";

    public static Task<LoanRow?> FindAsync(UnitOfWork unit, Guid loanId) =>
        unit.QuerySingleOrDefaultAsync<LoanRow>(Select, new { loanId });

    public static async Task AddAsync(UnitOfWork unit, LoanRow row)
    {
        await unit.ExecuteAsync(Insert, row);
        unit.Arrived(WaitKey(row.LoanId));
    }

    /// <summary>Stores the row; what waited for the loan's next fact is handled again in this unit.</summary>
    public static async Task UpdateAsync(UnitOfWork unit, LoanRow row)
    {
        RowVersion.Expect(await unit.ExecuteAsync(Update, row), row.Name);
        unit.Arrived(WaitKey(row.LoanId));
    }
}
