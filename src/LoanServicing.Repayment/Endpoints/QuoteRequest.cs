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

    private static readonly Rials DefaultRoundingUnit = new(10_000);

    /// <summary>Reads and checks the terms; null when <see cref="RequestBody.Problem"/> says what is wrong.</summary>
    internal static LoanTerms? Read(RequestBody body)
    {
        var principal = body.RequiredRials("principalRials");
        var installments = body.RequiredInt("installments", 1, LoanTerms.MaxInstallments);
        var method = ReadMethod(body);
        var rate = body.OptionalInt("feeRateBasisPoints", 0, ServiceFee.MaxRateBasisPoints) ?? DefaultRate(method);
        var firstDue = body.RequiredPersianDate("firstDuePersian");
        var grace = body.OptionalInt("graceMonths", 0, LongestGraceMonths) ?? 0;
        var unit = body.OptionalRials("roundingUnitRials") ?? DefaultRoundingUnit;
        if (body.Problem is not null)
        {
            return null;
        }

        if (firstDue.Year > SolarHijriDate.MaxYear - (2 * LoanTerms.MaxInstallments / 12))
        {
            TermsErrors.Add(body, TermsProblem.FirstDueOutOfRange);
            return null;
        }

        var terms = new LoanTerms(principal, installments, method, rate, unit, firstDue.PlusMonths(grace, firstDue.Day).ToIso(), firstDue.Day);
        var problems = LoanTerms.Validate(terms);
        foreach (var problem in problems)
        {
            TermsErrors.Add(body, problem);
        }

        return problems.Count == 0 ? terms : null;
    }

    private static FeeMethod ReadMethod(RequestBody body)
    {
        var text = body.OptionalText("feeMethod");
        var method = Enum.GetValues<FeeMethod>().Cast<FeeMethod?>()
            .FirstOrDefault(known => text is null || string.Equals(known.ToString(), text, StringComparison.OrdinalIgnoreCase));
        if (method is null)
        {
            TermsErrors.Add(body, TermsProblem.FeeMethodUnknown);
        }

        return method ?? Domain.Schedules.FeeMethod.CbiAnnual;
    }

    private static int DefaultRate(FeeMethod method) => method == Domain.Schedules.FeeMethod.NoFee ? 0 : ServiceFee.MaxRateBasisPoints;
}
