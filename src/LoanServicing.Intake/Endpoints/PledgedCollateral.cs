using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;

namespace LoanServicing.Intake.Endpoints;

/// <summary>
/// What a contract says is pledged, held against the product it is signed under (domain.md section 1.2). Nothing need be pledged: a loan may stand on a
/// letter of salary deduction or on guarantors alone. Each promissory note covers the whole loan, since whoever signs one owes the whole.
/// </summary>
internal static class PledgedCollateral
{
    private const int LongestText = 50;

    public static IReadOnlyList<CollateralItem> Read(RequestBody body, LoanProduct product, Rials principal)
    {
        var items = body.OptionalArray("collateral", product.MostCollateral, item => ReadItem(item, product, principal));
        var named = items.Where(item => item.Number.Length > 0).ToList();
        if (named.DistinctBy(item => (item.Kind, item.Number)).Count() < named.Count)
        {
            body.AddError("collateral", "contract.collateral-twice", "A document is named twice.", "یک سند دو بار آمده است.");
        }

        return items;
    }

    /// <summary>A document secures one loan at a time: the refusal of the first one that the bank holds already, with its field; or null.</summary>
    public static async Task<ApiProblem?> RefuseHeldAsync(UnitOfWork unit, IReadOnlyList<CollateralItem> items)
    {
        // In one order of all contracts, so that two of them do not wait for each other.
        foreach (var (index, item) in items.Index().OrderBy(one => one.Item.Kind, StringComparer.Ordinal).ThenBy(one => one.Item.Number, StringComparer.Ordinal))
        {
            if (await CollateralStore.CountAsync(unit, item))
            {
                return IntakeProblems.CollateralHeld($"collateral[{index}].number", item.Number);
            }
        }

        return null;
    }

    private static CollateralItem ReadItem(RequestBody item, LoanProduct product, Rials principal)
    {
        var kind = CollateralKind.Of(item.RequiredText("kind", LongestText));
        var number = item.RequiredNormalised("number", LongestText);
        var amount = item.RequiredRials("amountRials");
        var cover = product.NoteCoverOf(principal);
        if (kind == CollateralKind.PromissoryNote && amount < cover && !item.IsWrong("amountRials"))
        {
            item.AddError(
                "amountRials",
                "contract.note-below-cover",
                $"A promissory note of at least {cover} rials is asked for: {product.NoteCoverPercent} % of the loan of {principal}.",
                $"سفته باید دست‌کم {cover} ریال باشد: {product.NoteCoverPercent} درصد وام {principal} ریالی.");
        }

        return new CollateralItem(kind, number, amount);
    }
}
