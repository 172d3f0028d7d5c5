using System.ComponentModel.DataAnnotations;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using LoanServicing.Platform.Http;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>Terms to compute a schedule for.</summary>
/// <param name="FeeMethod">Optional, <c>CbiAnnual</c>.</param>
/// <param name="FeeRateBasisPoints">Optional: 400, or 0 with <c>NoFee</c>.</param>
/// <param name="FirstDuePersian">Solar Hijri; its day is the due day of every instalment.</param>
/// <param name="GraceMonths">Optional, 0.</param>
/// <param name="RoundingUnitRials">Optional, 10,000.</param>
public sealed record QuoteRequest(
    Rials PrincipalRials,
    int Installments,
    int? FeeRateBasisPoints,
    [property: AllowedValues(nameof(Domain.Schedules.FeeMethod.CbiAnnual), nameof(Domain.Schedules.FeeMethod.NoFee))] string? FeeMethod,
    string FirstDuePersian,
    int? GraceMonths,
    Rials? RoundingUnitRials)
{
    private const int LongestGraceMonths = 600;

    /// <summary>After it there may be the longest grace and the longest plan.</summary>
    private const int LatestFirstDueYear = SolarHijriDate.MaxYear - (2 * LoanTerms.MaxInstallments / 12);

    private static readonly Rials DefaultRoundingUnit = new(10_000);

    /// <summary>
    /// Reads and checks the terms; null when <see cref="RequestBody.Problem"/> says what is wrong. The terms are checked with whatever can be read, so
    /// that a bad date does not hide a number of instalments that cannot be.
    /// </summary>
    internal static LoanTerms? Read(RequestBody body)
    {
        var principal = body.RequiredRials("principalRials");
        var installments = body.RequiredInt("installments", 1, LoanTerms.MaxInstallments);
        var method = ReadMethod(body);
        var rate = body.OptionalInt("feeRateBasisPoints", 0, ServiceFee.MaxRateBasisPoints) ?? DefaultRate(method);
        var firstDue = body.RequiredPersianDate("firstDuePersian");
        var grace = body.OptionalInt("graceMonths", 0, LongestGraceMonths) ?? 0;
        var unit = body.OptionalRials("roundingUnitRials") ?? DefaultRoundingUnit;
        TermsErrors.AddNew(body, LoanTerms.Validate(principal, installments, method, rate, unit));
        if (!body.IsWrong("firstDuePersian") && firstDue.Year > LatestFirstDueYear)
        {
            TermsErrors.AddNew(body, [TermsProblem.FirstDueOutOfRange]);
        }

        if (body.Problem is not null)
        {
            return null;
        }

        var terms = new LoanTerms(principal, installments, method, rate, unit, firstDue.PlusMonths(grace, firstDue.Day).ToIso(), firstDue.Day);
        TermsErrors.AddNew(body, LoanTerms.Validate(terms));
        return body.Problem is null ? terms : null;
    }

    private static FeeMethod ReadMethod(RequestBody body)
    {
        var text = body.OptionalText("feeMethod");
        var method = Enum.GetValues<FeeMethod>().Cast<FeeMethod?>()
            .FirstOrDefault(known => text is null || string.Equals(known.ToString(), text, StringComparison.OrdinalIgnoreCase));
        if (method is null)
        {
            TermsErrors.AddNew(body, [TermsProblem.FeeMethodUnknown]);
        }

        return method ?? Domain.Schedules.FeeMethod.CbiAnnual;
    }

    private static int DefaultRate(FeeMethod method) => method == Domain.Schedules.FeeMethod.NoFee ? 0 : ServiceFee.MaxRateBasisPoints;
}
