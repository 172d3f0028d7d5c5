using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Platform.Data;

/// <summary>
/// Values of <c>in @list</c>, as they lie in both databases. Dapper passes the members of a list on without asking <see cref="TypeHandlers"/>: an id would be
/// compared as a text, and find nothing.
/// </summary>
public static class SqlLists
{
    public static IReadOnlyList<byte[]> ToSqlList(this IEnumerable<Guid> ids) => [.. ids.Select(id => id.ToByteArray(bigEndian: true))];

    public static IReadOnlyList<long> ToSqlList(this IEnumerable<Rials> amounts) => [.. amounts.Select(amount => amount.Value)];

    public static IReadOnlyList<int> ToSqlList(this IEnumerable<LocalDate> dates) => [.. dates.Select(TypeHandlers.ToDays)];
}
