using System.Reflection;
using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Platform.Tests.Messaging;

/// <summary>A value of any message type in which nothing is empty, zero or equal to its neighbour.</summary>
internal sealed class FactSamples
{
    private int _count;

    public static IFact Of(Type fact) => (IFact)new FactSamples().Make(fact);

    /// <summary>What of <paramref name="left"/> differs in <paramref name="right"/>, by path; lists are compared item by item.</summary>
    public static IEnumerable<string> Differences(object? left, object? right, string path)
    {
        if (left is System.Collections.IEnumerable list and not string && right is System.Collections.IEnumerable others)
        {
            return Differences([.. list.Cast<object>()], [.. others.Cast<object>()], path);
        }

        return left is not null && left.GetType() == right?.GetType() && left.GetType().Assembly == typeof(IFact).Assembly
            ? Readable(left.GetType()).SelectMany(property => Differences(property.GetValue(left), property.GetValue(right), $"{path}.{property.Name}"))
            : Equals(left, right) ? [] : [$"{path}: {left} became {right}"];
    }

    private static IEnumerable<string> Differences(object[] left, object[] right, string path) => left.Length == right.Length
        ? left.Zip(right).SelectMany((pair, i) => Differences(pair.First, pair.Second, $"{path}[{i}]"))
        : [$"{path}: {left.Length} items became {right.Length}"];

    private static IEnumerable<PropertyInfo> Readable(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private object Make(Type type)
    {
        var number = ++_count;
        return Nullable.GetUnderlyingType(type) is { } underlying ? Make(underlying)
            : type == typeof(string) ? $"متن «{number}» \"quoted\" \\ \n <&+>"
            : type == typeof(int) ? number
            : type == typeof(long) ? long.MaxValue - number
            : type == typeof(bool) ? true
            : type == typeof(Guid) ? Guid.CreateVersion7()
            : type == typeof(Rials) ? new Rials(-9_007_199_254_740_993 - number)
            : type == typeof(LocalDate) ? new LocalDate(2026, 2, 28).PlusDays(number)
            : type == typeof(Instant) ? Instant.FromUnixTimeTicks(17_853_000_001_234_567 + number)
            : type.IsEnum ? Enum.GetValues(type).Cast<object>().Last()
            : type.IsGenericType ? MakeCollection(type)
            : MakeRecord(type);
    }

    private object MakeCollection(Type type)
    {
        var items = type.GetGenericArguments();
        if (type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        {
            return new Dictionary<string, string> { [(string)Make(items[0])] = (string)Make(items[1]), ["ب"] = "" };
        }

        Assert.Equal(typeof(IReadOnlyList<>), type.GetGenericTypeDefinition());
        var list = Array.CreateInstance(items[0], 2);
        list.SetValue(Make(items[0]), 0);
        list.SetValue(Make(items[0]), 1);
        return list;
    }

    private object MakeRecord(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => Make(parameter.ParameterType))]);
    }
}
