using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Repayment.WriteOffs;

/// <summary>A write-off as stored.</summary>
internal sealed record WriteOffRow
{
    public Guid LoanId { get; init; }

    public Guid MessageId { get; init; }

    /// <summary>The loss of Bonyad Alavi when it was decided; a receipt dated before lessens it.</summary>
    public Rials Alavi { get; init; }

    /// <summary>The loss of Sina Bank likewise.</summary>
    public Rials Sina { get; init; }

    public Rials FeeWaived { get; init; }

    public string Reason { get; init; } = "";

    public string MadeBy { get; init; } = "";

    public string ApprovedBy { get; init; } = "";

    public LocalDate BusinessDate { get; init; }
}

/// <summary>Write-offs: at most one of a loan.</summary>
internal static class WriteOffStore
{
    public const string Columns = "loan_id, message_id, alavi, sina, fee_waived, reason, made_by, approved_by, business_date";

    private const string Insert =
        $"""
        insert into write_off ({Columns}, at)
        values (@LoanId, @MessageId, @Alavi, @Sina, @FeeWaived, @Reason, @MadeBy, @ApprovedBy, @BusinessDate, @at)
        """;

    public static Task InsertAsync(UnitOfWork unit, WriteOffRow row) => unit.ExecuteAsync(Insert, new
    {
        row.LoanId,
        row.MessageId,
        row.Alavi,
        row.Sina,
        row.FeeWaived,
        row.Reason,
        row.MadeBy,
        row.ApprovedBy,
        row.BusinessDate,
        at = unit.Now,
    });
}
