using System.Collections.Concurrent;
using LoanServicing.Contracts;
using LoanServicing.Platform.Hosting;
using LoanServicing.TestSupport;

namespace LoanServicing.Funding.Tests;

/// <summary>A service that keeps what funding tells it.</summary>
internal sealed class Heard
{
    private readonly ConcurrentDictionary<Guid, IFact> _facts = new();

    public ServiceModule Module => new("probe", typeof(Heard).Assembly)
    {
        MapHandlers = (map, _) => map
            .On<ReceiptsOnStatement>((fact, _) => Keep(fact))
            .On<SuspenseResolved>((fact, _) => Keep(fact))
            .On<CreditRefunded>((fact, _) => Keep(fact)),
    };

    /// <summary>Waits until so many facts of a type have come; in the order of their sequence.</summary>
    public async Task<IReadOnlyList<T>> ExpectAsync<T>(int count)
        where T : IFact
    {
        List<T> Of() => [.. _facts.Values.OfType<T>().OrderBy(fact => fact.Header.Sequence)];
        await Eventually.TrueAsync(() => Of().Count >= count, $"{count} facts of {typeof(T).Name}");
        return Of();
    }

    private Task Keep(IFact fact)
    {
        _facts.TryAdd(fact.Header.MessageId, fact);
        return Task.CompletedTask;
    }
}
