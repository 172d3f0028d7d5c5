using System.Data.Common;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Time;
using LoanServicing.Repayment.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>One loan as its reader finds it.</summary>
/// <param name="Today">The business date.</param>
internal sealed record LoanReading(DbConnection Connection, LoanRow Row, LocalDate Today, Caller Caller);

/// <summary>Reads of one loan: who may see it is asked here, once.</summary>
internal static class LoanRead
{
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
        AsOfDay.Read(field, text, out var day) is { } malformed
            ? Task.FromResult(ApiResults.Problem(malformed))
            : RunAsync(http, id, cancel, reading => read(reading, day ?? reading.Today));
}
