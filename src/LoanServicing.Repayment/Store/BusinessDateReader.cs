using System.Data.Common;
using Dapper;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Time;
using NodaTime;

namespace LoanServicing.Repayment.Store;

/// <summary>The service's copy of the business date, for answers that need no unit of work.</summary>
internal static class BusinessDateReader
{
    private const string Select = "select date from business_date where id = 1";

    public static async Task<LocalDate> CurrentAsync(DbConnection connection, IClock clock) =>
        await connection.QuerySingleOrDefaultAsync<int?>(Select) is { } date
            ? TypeHandlers.FromDays(date)
            : BusinessDates.Today(clock.GetCurrentInstant());
}
