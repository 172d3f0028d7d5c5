using FsCheck;
using FsCheck.Fluent;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Tests;

/// <summary>Random values for property tests. A failing property prints its seed, so every failure can be run again.</summary>
internal static class Generators
{
    /// <summary>Principal from 1 rial to the largest amount accepted: the edges and tiny amounts as often as ordinary ones.</summary>
    public static Gen<long> Principal => Gen.OneOf(
        Between(1, 200),
        Between(1_000_000, 4_000_000_000),
        Between(1, Rials.MaxAmount),
        Gen.Elements(1L, 2L, 83L, 84L, 85L, Rials.MaxAmount - 1, Rials.MaxAmount));

    /// <summary>Any 64-bit number, its edges included.</summary>
    public static Gen<long> AnyLong => Gen.OneOf(
        Between(long.MinValue, long.MaxValue),
        Between(-1_000, 1_000),
        Gen.Elements(long.MinValue, long.MinValue + 1, -Rials.MaxAmount, -1L, 0L, 1L, Rials.MaxAmount, long.MaxValue - 1, long.MaxValue));

    /// <summary>Any day the calendar covers, as an ISO date.</summary>
    public static Gen<LocalDate> AnyDay => DayBetween(SolarHijriDate.MinYear, SolarHijriDate.MaxYear);

    /// <summary>A day in the years in which loans live.</summary>
    public static Gen<LocalDate> LoanDay => DayBetween(1390, 1470);

    /// <summary>A whole number between two, both included; FsCheck itself chooses among 32-bit numbers only.</summary>
    public static Gen<long> Between(long least, long most)
    {
        var count = (Int128)most - least + 1;
        return Gen.Choose(0, ushort.MaxValue).ArrayOf(4)
            .Select(words => words.Aggregate(Int128.Zero, (bits, word) => (bits << 16) | (Int128)word))
            .Select(bits => (long)(least + (bits % count)));
    }

    public static void Check<T>(Gen<T> inputs, Action<T> property) => Prop.ForAll(inputs.ToArbitrary(), property).QuickCheckThrowOnFailure();

    private static Gen<LocalDate> DayBetween(int firstYear, int lastYear)
    {
        var first = SolarHijriDate.Create(firstYear, 1, 1).ToIso();
        var days = Period.DaysBetween(first, SolarHijriDate.Create(lastYear, 12, 29).ToIso());
        return Gen.Choose(0, days).Select(first.PlusDays);
    }
}
