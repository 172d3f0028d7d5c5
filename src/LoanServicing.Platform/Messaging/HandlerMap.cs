using LoanServicing.Contracts;
using LoanServicing.Platform.Data;

namespace LoanServicing.Platform.Messaging;

/// <summary>
/// What a service does when it hears of a fact. A plain function: it reads and writes through the unit, may publish, may ask to wait for
/// something that has not come yet, and knows nothing of the transport. A message is parked when its handler throws again and again.
/// </summary>
public delegate Task FactHandler<in TFact>(TFact fact, UnitOfWork unit)
    where TFact : class, IFact;

/// <summary>The facts one service listens to.</summary>
public sealed class HandlerMap(string service)
{
    private readonly Dictionary<Type, Func<IFact, UnitOfWork, Task>> _handlers = [];

    public string Service { get; } = service;

    public IReadOnlyCollection<Type> FactTypes => _handlers.Keys;

    public HandlerMap On<TFact>(FactHandler<TFact> handler)
        where TFact : class, IFact
    {
        _handlers.Add(typeof(TFact), (fact, unit) => handler((TFact)fact, unit));
        return this;
    }

    public bool Listens(Type factType) => _handlers.ContainsKey(factType);

    /// <summary>The services of these that listen to a fact of this type.</summary>
    public static IReadOnlyCollection<string> SubscribersOf(IEnumerable<HandlerMap> maps, Type factType) =>
        [.. maps.Where(map => map.Listens(factType)).Select(map => map.Service)];

    public Task HandleAsync(IFact fact, UnitOfWork unit) => _handlers[fact.GetType()](fact, unit);
}

/// <summary>A fact that this state does not allow: an operator must look at it. Names the state and the fact (rule R10).</summary>
public sealed class FactRefusedException(string subject, string state, string fact)
    : Exception($"{subject} is {state} and cannot take {fact}.");
