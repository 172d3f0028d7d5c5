using System.Data.Common;
using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Platform.Time;

/// <summary>
/// Each service's copy of the business date: a local date in Iran, set by its owner and told to all by <see cref="BusinessDateChanged"/>.
/// It is not the computer's clock: books stay open past midnight, and a day that has passed is closed on its own date.
/// </summary>
public static class BusinessDates
{
    private const string Select = "select date, sequence, by_hand from business_date where id = 1";

    private const string Update =
        "update business_date set date = @Date, sequence = @Sequence, by_hand = @ByHand where id = 1 and sequence < @Sequence";

    private const string Insert =
        """
        insert into business_date (id, date, sequence, by_hand)
        select 1, @Date, @Sequence, @ByHand where not exists (select 1 from business_date where id = 1)
        """;

    private static readonly DateTimeZone Iran = DateTimeZoneProviders.Tzdb["Asia/Tehran"];

    /// <summary>The service's business date; before the owner has told one, today in Iran.</summary>
    public static async Task<LocalDate> CurrentAsync(UnitOfWork unit) => (await RowAsync(unit))?.Date ?? Today(unit.Now);

    /// <summary>The same for an answer that needs no unit of work.</summary>
    public static async Task<LocalDate> CurrentAsync(DbConnection connection, IClock clock) =>
        (await connection.QuerySingleOrDefaultAsync<BusinessDateRow>(Select))?.Date ?? Today(clock.GetCurrentInstant());

    /// <summary>The date in Iran at an instant: UTC+03:30 the whole year since 2022-09-22 (domain.md section 5).</summary>
    public static LocalDate Today(Instant now) => now.InZone(Iran).Date;

    /// <summary>Every service's handler of the fact: the newest sequence wins, whatever the order of arrival.</summary>
    public static async Task AdoptAsync(BusinessDateChanged fact, string service, UnitOfWork unit)
    {
        await StoreAsync(unit, new BusinessDateRow { Date = fact.Date, Sequence = fact.Header.Sequence, ByHand = fact.ByHand });
        var header = unit.Header(Streams.BusinessDateAdoption, BusinessDateKeys.Of(service), fact.Header.Sequence, fact.Date);
        unit.Publish(new BusinessDateAdopted(header, service, fact.Header.Sequence));
    }

    internal static Task<BusinessDateRow?> RowAsync(UnitOfWork unit) => unit.QuerySingleOrDefaultAsync<BusinessDateRow>(Select);

    /// <returns>False when the row stands at this sequence or a later one.</returns>
    internal static async Task<bool> StoreAsync(UnitOfWork unit, BusinessDateRow row) =>
        await unit.ExecuteAsync(Update, row) == 1 || await unit.ExecuteAsync(Insert, row) == 1;
}

/// <summary>A service's copy of the business date.</summary>
internal sealed record BusinessDateRow
{
    public LocalDate Date { get; init; }

    public long Sequence { get; init; }

    public bool ByHand { get; init; }
}
