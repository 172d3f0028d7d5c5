using System.Data.Common;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Loans;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Time;
using LoanServicing.Repayment.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>One loan as its reader finds it.</summary>
/// <param name="Today">The business date.</param>
internal sealed record LoanReading(DbConnection Connection, LoanRow Row, LocalDate Today, Caller Caller)
{
    /// <summary>The receipts that count, in order of arrival.</summary>
    public async Task<IReadOnlyList<LoanReceipt>> MoneyAsync() =>
        [.. (await ReceiptStore.OfLoanAsync(Connection, Row.Id)).Where(receipt => receipt.ReversedOn is null).Select(receipt => receipt.Money)];
}

/// <summary>Reads of one loan: who may see it is asked here, once.</summary>
internal static class LoanRead
{
    // A year and a half of margin on both sides, because classes look eighteen months around the day.
    private static LocalDate EarliestDay { get; } = SolarHijriDate.Create(SolarHijriDate.MinYear + 2, 1, 1).ToIso();

    private static LocalDate LatestDay { get; } = SolarHijriDate.Create(SolarHijriDate.MaxYear - 2, 12, 29).ToIso();

    public static async Task<IResult> RunAsync(HttpContext http, string id, CancellationToken cancel, Func<LoanReading, Task<IResult>> read)
    {
        var caller = Caller.Of(http);
        var clock = http.RequestServices.GetRequiredService<IClock>();
        return await http.Database(RepaymentService.Name).ReadAsync(
            async connection =>
            {
                if (!Guid.TryParse(id, out var loanId) || await LoanStore.FindAsync(connection, loanId) is not { } loan)
                {
                    return ApiResults.Problem(LoanAccess.NoSuchLoan);
                }

                return LoanAccess.Refuse(caller, loan) is { } refusal
                    ? ApiResults.Problem(refusal)
                    : await read(new LoanReading(connection, loan, await BusinessDates.CurrentAsync(connection, clock), caller));
            },
            cancel);
    }

    /// <summary>The same on a day that the query names; the business date where it names none.</summary>
    /// <param name="field">Its name, for the refusal.</param>
    public static Task<IResult> OnDayAsync(HttpContext http, string id, string field, string? text, CancellationToken cancel, Func<LoanReading, LocalDate, Task<IResult>> read) =>
        TryReadDay(text, out var day)
            ? RunAsync(http, id, cancel, reading => read(reading, day ?? reading.Today))
            : Task.FromResult(ApiResults.Problem(ApiProblem.Malformed(field, "date.invalid", new(
                "A date like 2026-11-22 that exists is expected.", "تاریخ میلادی معتبر مانند 2026-11-22 لازم است."))));

    /// <summary>True for no text and for a date of the years that the calendar covers.</summary>
    private static bool TryReadDay(string? text, out LocalDate? day)
    {
        day = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var parsed = LocalDatePattern.Iso.Parse(Digits.Normalise(text));
        if (!parsed.Success || parsed.Value < EarliestDay || parsed.Value > LatestDay)
        {
            return false;
        }

        day = parsed.Value;
        return true;
    }
}
