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
            SqlMapper.AddTypeHandler(new GuidHandler());
            SqlMapper.AddTypeHandler(new RialsHandler());
            SqlMapper.AddTypeHandler(new LocalDateHandler());
            SqlMapper.AddTypeHandler(new InstantHandler());
            _registered = true;
        }
    }

    public static int ToDays(LocalDate date) => (date.Year * 10_000) + (date.Month * 100) + date.Day;

    public static LocalDate FromDays(int yyyymmdd) => new(yyyymmdd / 10_000, yyyymmdd / 100 % 100, yyyymmdd % 100);

    public static long ToMicroseconds(Instant instant) => instant.ToUnixTimeTicks() / 10;

    private sealed class GuidHandler : SqlMapper.TypeHandler<Guid>
    {
        public override void SetValue(IDbDataParameter parameter, Guid value)
        {
            parameter.DbType = DbType.Binary;
            parameter.Size = 16;
            parameter.Value = value.ToByteArray(bigEndian: true);
        }

        public override Guid Parse(object value) => new((byte[])value, bigEndian: true);
    }

    private sealed class RialsHandler : SqlMapper.TypeHandler<Rials>
    {
        public override void SetValue(IDbDataParameter parameter, Rials value)
        {
            parameter.DbType = DbType.Int64;
            parameter.Value = value.Value;
        }

        public override Rials Parse(object value) => new(Convert.ToInt64(value, CultureInfo.InvariantCulture));
    }

    private sealed class LocalDateHandler : SqlMapper.TypeHandler<LocalDate>
    {
        public override void SetValue(IDbDataParameter parameter, LocalDate value)
        {
            parameter.DbType = DbType.Int32;
            parameter.Value = ToDays(value);
        }

        public override LocalDate Parse(object value) => FromDays(Convert.ToInt32(value, CultureInfo.InvariantCulture));
    }

    private sealed class InstantHandler : SqlMapper.TypeHandler<Instant>
    {
        public override void SetValue(IDbDataParameter parameter, Instant value)
        {
            parameter.DbType = DbType.Int64;
            parameter.Value = ToMicroseconds(value);
        }

        public override Instant Parse(object value) =>
            Instant.FromUnixTimeTicks(Convert.ToInt64(value, CultureInfo.InvariantCulture) * 10);
    }
}
