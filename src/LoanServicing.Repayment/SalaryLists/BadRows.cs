using System.Globalization;
using LoanServicing.Domain;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Http;

namespace LoanServicing.Repayment.SalaryLists;

/// <summary>A list with rows that cannot be posted is refused as a whole, and each is told by its line; or they are suspended, where that was asked for.</summary>
internal static class BadRows
{
    /// <summary>So many are told; the count of all goes with them.</summary>
    private const int MostTold = 200;

    /// <summary>Null where the list can be taken.</summary>
    public static ApiProblem? Refuse(IReadOnlyList<SalaryRow> rows, bool isPartial)
    {
        var total = rows.Aggregate(Int128.Zero, (sum, row) => sum + row.Amount.Value); // of amounts that the ceiling has not bounded yet
        var bad = rows.Where(row => row.Problem is { } problem && !(isPartial && problem.MayBeSuspended)).ToList();
        if (bad.Count == 0)
        {
            return total <= Rials.MaxAmount ? null : new ApiProblem(400, "salary-list.total", new Bilingual(
                $"The rows add up to more than {Rials.MaxAmount} rials, which no transfer pays; look for amounts with too many digits.",
                $"جمع ردیف‌ها از {Rials.MaxAmount} ریال بیشتر است که هیچ واریزی آن را نمی‌پردازد؛ رقم‌های اضافه را بررسی کنید."));
        }

        var problem = new ApiProblem(400, "salary-list.bad-rows", new Bilingual(
            $"{bad.Count} of {rows.Count} rows cannot be posted, and nothing has been. Mend them; or send the list with partial=true, and those of them whose amount can be read are kept in suspense.",
            $"{bad.Count} ردیف از {rows.Count} ردیف ثبت‌شدنی نیست و هیچ ردیفی ثبت نشد. آن‌ها را درست کنید؛ یا فهرست را با partial=true بفرستید تا ردیف‌هایی که مبلغشان خواناست به حساب معلق بروند."))
        {
            Errors = [.. bad.Take(MostTold).Select(row => new FieldError(string.Create(CultureInfo.InvariantCulture, $"line {row.Line}"), row.Problem!.Code, row.Problem.Message))],
        };
        problem = problem.With("rows", rows.Count).With("badRows", bad.Count);
        return total <= Rials.MaxAmount ? problem.With("totalRials", (long)total) : problem;
    }
}
