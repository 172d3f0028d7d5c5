using LoanServicing.Host.Verbs;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Simulation.World;

/// <summary>Everything of one run: the processes and their databases, the network, the clock, and what went wrong so far.</summary>
internal sealed class SimulatedWorld : IDisposable
{
    private static readonly Instant Beginning = Instant.FromUtc(2026, 11, 22, 5, 0); // 1405-09-01 in Iran

    private readonly Dictionary<string, StoredService> _stored;
    private readonly List<IReadOnlyList<string>> _down = [];
    private readonly List<SimulatedProcess> _processes = [];

    public SimulatedWorld(RunPlan plan)
    {
        Plan = plan;
        Chance = new Chance(plan.Seed + 1);
        Faults = Faults.None;
        Network = new VirtualNetwork(this);
        _stored = HostBuilding.Services.ToDictionary(module => module.Name, module => Product.NewDatabase(module, Clock));
        _down.AddRange(plan.HasProcessPerService ? Product.ServiceNames.Select(name => (IReadOnlyList<string>)[name]) : [Product.ServiceNames]);
    }

    public RunPlan Plan { get; }

    public Chance Chance { get; }

    public VirtualClock Clock { get; } = new(Beginning);

    /// <summary>What may go wrong now.</summary>
    public Faults Faults { get; set; }

    public VirtualNetwork Network { get; }

    public Folders Folders { get; } = new();

    public Trace Trace { get; } = new();

    public Product Product => Product.Shared;

    public IReadOnlyList<SimulatedProcess> Processes => _processes;

    /// <summary>Processes to be started.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Down => _down;

    public IReadOnlyCollection<StoredService> AllStored => _stored.Values;

    public StoredService Stored(string service) => _stored[service];

    /// <summary>A service in its process, if that runs.</summary>
    public ServiceInstance? Running(string service) => _processes.Select(process => process.Service(service)).FirstOrDefault(found => found is not null);

    public bool Hits(Func<Faults, int> rate, string what)
    {
        var perMille = rate(Faults);
        if (perMille == 0 || !Chance.Hits(perMille))
        {
            return false;
        }

        Trace.Count(what);
        Trace.Note($"[{what}]");
        return true;
    }

    /// <summary>Starts a process that is down; it may die while it starts.</summary>
    public async Task StartAsync(IReadOnlyList<string> names)
    {
        _down.Remove(names);
        var process = new SimulatedProcess(this, names);
        _processes.Add(process);
        try
        {
            foreach (var service in process.Services)
            {
                await Product.PrepareAsync(service);
                if (Plan.ReleasesLeasesAtStart)
                {
                    await service.Database.WriteAsync(unit => unit.ExecuteAsync("update dispatcher_slot set expires_at = 0"));
                }
            }
        }
        catch (DatabaseUnavailableException)
        {
            process.Kill(); // it does not start without its database
        }
    }

    /// <summary>Forgets the processes that died.</summary>
    public void BuryTheDead()
    {
        foreach (var dead in _processes.Where(process => process.IsDead).ToList())
        {
            _processes.Remove(dead);
            _down.Add(dead.Names);
            dead.Dispose();
        }
    }

    public void Dispose()
    {
        _processes.ForEach(process => process.Dispose());
        foreach (var stored in _stored.Values)
        {
            stored.Dispose();
        }

        Folders.Dispose();
    }
}
