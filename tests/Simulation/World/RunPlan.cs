using LoanServicing.Contracts;
using LoanServicing.Platform.Messaging;
using NodaTime;

namespace LoanServicing.Simulation.World;

/// <summary>What a seed decides before the first step.</summary>
internal sealed record RunPlan(long Seed)
{
    /// <summary>A broker between the services, or one process that hands facts over itself.</summary>
    public required bool HasBroker { get; init; }

    /// <summary>A process for each service; only with a broker.</summary>
    public required bool HasProcessPerService { get; init; }

    /// <summary>Whether a new process knows that the one before is dead, or waits until its leases have run out.</summary>
    public required bool ReleasesLeasesAtStart { get; init; }

    public required Faults Faults { get; init; }

    public required int People { get; init; }

    public required int Steps { get; init; }

    public required DispatcherLimits Dispatching { get; init; }

    /// <summary>Slow; it changes nothing of what happens.</summary>
    public bool ChecksAllEveryStep { get; init; }

    /// <summary>How a service takes a fact. A test puts a broken way here to see that the run finds it.</summary>
    public Func<ServiceInstance, IFact, Task> Receive { get; init; } = (service, fact) => service.Receiver.ReceiveAsync(fact, CancellationToken.None);

    public static RunPlan Draw(long seed)
    {
        var chance = new Chance(seed);
        var hasBroker = chance.Hits(600);
        return new RunPlan(seed)
        {
            HasBroker = hasBroker,
            HasProcessPerService = hasBroker && chance.Hits(700),
            ReleasesLeasesAtStart = chance.Hits(600),
            Faults = Faults.Draw(chance),
            People = chance.Between(3, 7),
            Steps = chance.Between(400, 800),
            Dispatching = DispatcherLimits.Default with
            {
                PageSize = chance.Pick([1, 3, 10, 512]),
                Concurrency = 1,
                DeliveryTimeout = Duration.FromHours(1), // real time, of which a run knows nothing
            },
        };
    }

    public override string ToString() =>
        $"{(HasBroker ? HasProcessPerService ? "broker, a process per service" : "broker, one process" : "in memory")}, {People} people, {Steps} steps, pages of {Dispatching.PageSize}, {Faults}";
}
