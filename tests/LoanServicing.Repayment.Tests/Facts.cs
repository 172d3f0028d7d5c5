using System.Text.Json;
using LoanServicing.Contracts;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Repayment.Tests;

/// <summary>What other services tell, and what the tests send, each in a line.</summary>
internal static class Facts
{
    /// <summary>12,000,000 over 24 months at 4 %: lines of 540,000 (the last 660,000), fees of 480,000 and 242,400; paid out on 31 Shahrivar 1405.</summary>
    public static LoanDisbursed Disbursed(
        long principal = 12_000_000, int installments = 24, string paidOut = "1405-06-31", string county = "Kerman", string nationalId = "0499370899",
        int grace = 0, int? dueDay = null, FeeMethod method = FeeMethod.CbiAnnual)
    {
        var amount = new Rials(principal);
        var alavi = amount.MulDivHalfUp(25, 84);
        var applicationId = Guid.CreateVersion7();
        return new LoanDisbursed(
            Header(Streams.PaymentOrder, applicationId),
            applicationId,
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            ReservationRound: 1,
            PaymentAttempt: 1,
            new Borrower(nationalId, "زهرا کرمانی", county, "employment"),
            "K-1405-1",
            new LoanTermsAgreed(amount, installments, method, method == FeeMethod.NoFee ? 0 : 400, new Rials(10_000), grace, dueDay),
            new FunderShares(alavi, amount - alavi),
            Day(paidOut),
            "PAYA-1");
    }

    /// <summary>The plain loan without a fee, of which lateness costs something: 24 lines of 500,000, the first due on 30 Mehr 1405.</summary>
    public static LoanDisbursed DisbursedWith(LatePolicy policy, int? rate = null, int? yearDays = null)
    {
        var fact = Disbursed(method: FeeMethod.NoFee);
        return fact with { Terms = fact.Terms with { LatePolicy = policy, LateRateBasisPoints = rate, LateYearDays = yearDays } };
    }

    public static DisbursementReturned Returned(LoanDisbursed paid) => new(
        Header(Streams.PaymentOrder, paid.ApplicationId, 2),
        paid.ApplicationId,
        paid.OrderId,
        paid.LoanId,
        paid.ReservationRound,
        paid.PaymentAttempt,
        paid.Borrower.Tranche,
        paid.Terms.Principal,
        paid.Shares,
        paid.ValueDate.PlusDays(3),
        "AC04",
        null);

    public static CreditRefunded Refunded(Guid loanId, long rials, long sequence = 1) => new(
        Header(Streams.Refund, loanId, sequence), loanId, Guid.CreateVersion7(), new Rials(rials), RepaymentHost.Today, $"REFUND-{Guid.CreateVersion7():N}");

    public static FactHeader Header(string stream, Guid key, long sequence = 1) =>
        new(Guid.CreateVersion7(), stream, key, sequence, RepaymentHost.Today, Instant.FromUtc(2028, 9, 21, 8, 0));

    public static Dictionary<string, object> Receipt(long rials, string persianDate, string? reference = null, string channel = "branch") => new()
    {
        ["amountRials"] = rials,
        ["bankReference"] = reference ?? Guid.CreateVersion7().ToString("N"),
        ["valueDate"] = NodaTime.Text.LocalDatePattern.Iso.Format(Day(persianDate)),
        ["channel"] = channel,
    };

    public static LocalDate Day(string persian) =>
        SolarHijriDate.TryParse(persian, out var date) ? date.ToIso() : throw new FormatException($"'{persian}' is no Solar Hijri date.");

    public static long Rials(this JsonElement body, string name) => body.GetProperty(name).GetInt64();

    public static string? Text(this JsonElement body, string name) => body.GetProperty(name).GetString();

    public static IEnumerable<(int Number, long Principal, long Fee)> Allocations(this JsonElement body) =>
        body.GetProperty("allocations").EnumerateArray().Select(one => (one.GetProperty("number").GetInt32(), one.Rials("principalRials"), one.Rials("feeRials")));

    /// <summary>The codes of a problem's field errors, as <c>field code</c>.</summary>
    public static IEnumerable<string> Errors(this JsonElement problem) =>
        problem.GetProperty("errors").EnumerateArray().Select(error => $"{error.Text("field")} {error.Text("code")}");
}
