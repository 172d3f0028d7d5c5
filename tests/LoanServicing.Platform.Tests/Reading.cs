using Dapper;
using LoanServicing.Platform.Data;

namespace LoanServicing.Platform.Tests;

internal static class Reading
{
    public static Task<long> CountAsync(this IDatabase database, string table, string where = "1 = 1") =>
        database.ReadAsync(connection => connection.QuerySingleAsync<long>($"select count(*) from {table} where {where}"));

    public static Task<List<T>> ListAsync<T>(this IDatabase database, string sql) =>
        database.ReadAsync(async connection => (await connection.QueryAsync<T>(sql)).ToList());

    public static Task<List<Heard>> HeardAsync(this IDatabase database) => database.ListAsync<Heard>(Heard.All);
}
