using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;

namespace LoanServicing.Domain.Tests.Schedules;

/// <summary>Terms in one line; the dates do not matter to most tests.</summary>
internal static class Terms
{
    public static LoanTerms Of(
        long principalRials, int installments, int rateBasisPoints = 400, long unitRials = 1, FeeMethod method = FeeMethod.CbiAnnual, string firstDue = "1405-06-31") =>
        new(
            new Rials(principalRials),
            installments,
            method,
            rateBasisPoints,
            new Rials(unitRials),
            Vectors.PersianAsIso(firstDue),
            Vectors.Persian(firstDue).Day);
}
