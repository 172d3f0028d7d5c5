using LoanServicing.Intake.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;

namespace LoanServicing.Intake.Endpoints;

/// <summary>Who stands for a loan, as its contract names them: other people than the borrower, and none for more loans than the programme allows.</summary>
internal static class NamedGuarantors
{
    private const int Most = 5;

    public static IReadOnlyList<GuarantorItem> Read(RequestBody body, ApplicationRow row)
    {
        var guarantors = body.OptionalArray("guarantors", Most, ReadOne);
        if (guarantors.Any(guarantor => guarantor.NationalId == row.NationalId))
        {
            body.AddError(
                "guarantors",
                "contract.guarantor-is-borrower",
                "The borrower cannot be a guarantor of the loan.",
                "وام‌گیرنده نمی‌تواند ضامن خودش باشد.");
        }

        if (guarantors.DistinctBy(guarantor => guarantor.NationalId).Count() < guarantors.Count)
        {
            body.AddError("guarantors", "contract.guarantor-twice", "A guarantor is named twice.", "یک ضامن دو بار آمده است.");
        }

        return guarantors;
    }

    /// <summary>The refusal of the first one who stands for as many loans as may be, with its field; or null.</summary>
    /// <param name="mostLoans">How many that are not closed, this one among them; 0: any number.</param>
    public static async Task<ApiProblem?> RefuseExposedAsync(UnitOfWork unit, IReadOnlyList<GuarantorItem> guarantors, int mostLoans)
    {
        // In one order of all contracts, so that two of them do not wait for each other.
        foreach (var (index, guarantor) in guarantors.Index().OrderBy(one => one.Item.NationalId, StringComparer.Ordinal))
        {
            var before = await GuarantorStore.CountAsync(unit, guarantor.NationalId);
            if (mostLoans > 0 && before >= mostLoans)
            {
                return IntakeProblems.GuarantorExposed($"guarantors[{index}].nationalId", before, mostLoans);
            }
        }

        return null;
    }

    private static GuarantorItem ReadOne(RequestBody item) => new(
        SubmissionReader.ReadNationalId(item),
        item.RequiredText("fullName"),
        SubmissionReader.Mobile(item, Present(item.RequiredText("mobile"))) ?? "");

    private static string? Present(string text) => text.Length == 0 ? null : text;
}
