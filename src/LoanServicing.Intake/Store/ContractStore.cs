using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Intake.Store;

internal sealed record CollateralItem(string Kind, string Number, Rials Amount);

internal sealed record GuarantorItem(string NationalId, string FullName, string Mobile);

/// <summary>The signed contract. Its terms are those of the product that was in force, and never change with the programme.</summary>
internal sealed record ContractRow
{
    public Guid ApplicationId { get; init; }

    public string ContractNumber { get; init; } = "";

    public LocalDate SignedOn { get; init; }

    public Rials Principal { get; init; }

    public int Installments { get; init; }

    public string FeeMethod { get; init; } = "";

    public int FeeRateBasisPoints { get; init; }

    public Rials RoundingUnit { get; init; }

    public int GraceMonths { get; init; }

    public int? DueDay { get; init; }

    /// <summary>Whether the first year's fee covers the months of grace too.</summary>
    public bool HasFeeInGrace { get; init; }

    /// <summary>In which order receipts pay what is owed; null for contracts of before it was kept.</summary>
    public string? AllocationOrder { get; init; }

    /// <summary>The version of the product that was signed; null likewise.</summary>
    public LocalDate? ProductFrom { get; init; }

    /// <summary>What lateness costs; null for contracts of before it was kept, which it costs nothing.</summary>
    public string? LatePolicy { get; init; }

    public int? LateRateBasisPoints { get; init; }

    public int? LateYearDays { get; init; }

    public string RecordedBy { get; init; } = "";

    public LoanTermsAgreed Terms => new(
        Principal,
        Installments,
        Enum.Parse<FeeMethod>(FeeMethod),
        FeeRateBasisPoints,
        RoundingUnit,
        GraceMonths,
        DueDay,
        HasFeeInGrace && GraceMonths > 0 ? GraceMonths : null,
        AllocationOrder is null ? null : Enum.Parse<Domain.Loans.AllocationOrder>(AllocationOrder),
        ProductFrom,
        LatePolicy is null ? null : Enum.Parse<Domain.Loans.LatePolicy>(LatePolicy),
        LateRateBasisPoints,
        LateYearDays);
}

internal static class ContractStore
{
    /// <summary>How the audit trail names the recording of what was pledged.</summary>
    public const string RecordedAction = "application.contract-recorded";

    public const string Columns =
        """
        application_id, contract_number, signed_on, principal, installments, fee_method, fee_rate_basis_points, rounding_unit, grace_months, due_day, recorded_by,
        has_fee_in_grace, allocation_order, product_from, late_policy, late_rate_basis_points, late_year_days
        """;

    private const string SelectOne = $"select {Columns} from contract where application_id = @applicationId";

    private const string CountNumber = "select count(*) from contract where contract_number = @contractNumber";

    private const string Insert =
        """
        insert into contract (application_id, contract_number, signed_on, principal, installments, fee_method, fee_rate_basis_points,
          rounding_unit, grace_months, due_day, recorded_by, recorded_at, has_fee_in_grace, allocation_order, product_from,
          late_policy, late_rate_basis_points, late_year_days)
        values (@ApplicationId, @ContractNumber, @SignedOn, @Principal, @Installments, @FeeMethod, @FeeRateBasisPoints, @RoundingUnit,
          @GraceMonths, @DueDay, @RecordedBy, @now, @HasFeeInGrace, @AllocationOrder, @ProductFrom,
          @LatePolicy, @LateRateBasisPoints, @LateYearDays)
        """;

    private const string InsertCollateral =
        """
        insert into collateral (application_id, number, kind, document_number, amount)
        values (@applicationId, @number, @Kind, @documentNumber, @Amount)
        """;

    private const string InsertGuarantor =
        """
        insert into guarantor (application_id, number, national_id, full_name, mobile)
        values (@applicationId, @number, @NationalId, @FullName, @Mobile)
        """;

    public static Task<ContractRow?> FindAsync(UnitOfWork unit, Guid applicationId) =>
        unit.QuerySingleOrDefaultAsync<ContractRow>(SelectOne, new { applicationId });

    public static async Task<bool> HasNumberAsync(UnitOfWork unit, string contractNumber) =>
        await unit.QuerySingleAsync<long>(CountNumber, new { contractNumber }) > 0;

    public static async Task AddAsync(
        UnitOfWork unit, ContractRow row, IReadOnlyList<CollateralItem> collateral, IReadOnlyList<GuarantorItem> guarantors)
    {
        await unit.ExecuteAsync(Insert, new
        {
            row.ApplicationId, row.ContractNumber, row.SignedOn, row.Principal, row.Installments, row.FeeMethod, row.FeeRateBasisPoints,
            row.RoundingUnit, row.GraceMonths, row.DueDay, row.RecordedBy, now = unit.Now,
            row.HasFeeInGrace, row.AllocationOrder, row.ProductFrom, row.LatePolicy, row.LateRateBasisPoints, row.LateYearDays,
        });
        foreach (var (number, item) in collateral.Index())
        {
            await unit.ExecuteAsync(
                InsertCollateral,
                new { applicationId = row.ApplicationId, number = number + 1, item.Kind, documentNumber = item.Number, item.Amount });
        }

        foreach (var (number, item) in guarantors.Index())
        {
            await unit.ExecuteAsync(
                InsertGuarantor,
                new { applicationId = row.ApplicationId, number = number + 1, item.NationalId, item.FullName, item.Mobile });
        }
    }
}
