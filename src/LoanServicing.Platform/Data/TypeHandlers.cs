using System.Data;
using System.Globalization;
using Dapper;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Platform.Data;

/// <summary>
/// How values lie in both databases: an id as 16 big-endian bytes, money as a 64-bit count of rials, a date as the integer yyyymmdd, an
/// instant as microseconds since 1970-01-01T00:00:00Z. All four order the same way as what they stand for.
/// </summary>
public static class TypeHandlers
{
    private static readonly Lock Gate = new();
    private static bool _registered;

    public static void Register()
    {
        lock (Gate)
        {
            if (_registered)
            {
                return;
            }

            DefaultTypeMap.MatchNamesWithUnderscores = true;
            SqlMapper.RemoveTypeMap(typeof(Guid));
            SqlMapper.RemoveTypeMap(typeof(Guid?));
            Add<Guid>(DbType.Binary, id => id.ToByteArray(bigEndian: true), value => new Guid((byte[])value, bigEndian: true));
            Add<Rials>(DbType.Int64, money => money.Value, value => new Rials(Int64(value)));
            Add<LocalDate>(DbType.Int32, date => ToDays(date), value => FromDays(checked((int)Int64(value))));
            Add<Instant>(DbType.Int64, instant => ToMicroseconds(instant), value => Instant.FromUnixTimeTicks(Int64(value) * 10));
            _registered = true;
        }
    }

    private static void Add<T>(DbType dbType, Func<T, object> write, Func<object, T> read)
        where T : struct =>
        SqlMapper.AddTypeHandler(typeof(T), new Handler<T>(dbType, write, read));

    public static int ToDays(LocalDate date) => (date.Year * 10_000) + (date.Month * 100) + date.Day;

    public static LocalDate FromDays(int yyyymmdd) => new(yyyymmdd / 10_000, yyyymmdd / 100 % 100, yyyymmdd % 100);

    public static long ToMicroseconds(Instant instant) => instant.ToUnixTimeTicks() / 10;

    private static long Int64(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    /// <summary>One type's way to and from the database, alone in a result as well as in a row, null included.</summary>
    private sealed class Handler<T>(DbType dbType, Func<T, object> write, Func<object, T> read) : SqlMapper.ITypeHandler
        where T : struct
    {
        public void SetValue(IDbDataParameter parameter, object value)
        {
            parameter.DbType = dbType;
            parameter.Value = value is T known ? write(known) : DBNull.Value;
        }

        public object? Parse(Type destinationType, object value) => value is DBNull or null ? null : read(value);
    }
}
