using LoanServicing.Domain.Calendar;
using LoanServicing.Repayment.PlanChanges;
using LoanServicing.Repayment.Store;
using NodaTime;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>A change of the plan.</summary>
/// <param name="Number">The plan that it made: of <c>schedule?plan=</c>.</param>
/// <param name="FromInstallment">The first instalment that it touches.</param>
/// <param name="Reason">Only staff are told it, and who decided.</param>
public sealed record PlanChangeView(
    int Number,
    string Kind,
    LocalDate EffectiveOn,
    string EffectiveOnPersian,
    int FromInstallment,
    LocalDate FirstDue,
    string FirstDuePersian,
    int DueDay,
    int Installments,
    string? Reason,
    string? MadeBy,
    string? ApprovedBy);

/// <summary>All changes of a loan's plan, oldest first.</summary>
public sealed record PlanChangePage(IReadOnlyList<PlanChangeView> Items, string? NextCursor)
{
    internal static PlanChangePage Of(LoanRow loan, IReadOnlyList<PlanChangeRow> rows, bool isForStaff)
    {
        var changes = loan.ToLoan().Ledger.Plan.Changes;
        return new PlanChangePage([.. rows.Zip(changes, (row, change) => new PlanChangeView(
            row.Number,
            PlanChangeRequest.NameOf(change.Kind),
            change.EffectiveOn,
            change.EffectiveOn.ToPersian(),
            change.From,
            change.FirstDue,
            change.FirstDue.ToPersian(),
            change.DueDay,
            change.Installments,
            isForStaff ? row.Reason : null,
            isForStaff ? row.MadeBy : null,
            isForStaff ? row.ApprovedBy : null))], null);
    }
}
