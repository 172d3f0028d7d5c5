namespace LoanServicing.Simulation.World;

/// <summary>The process is dead; whoever meets this in it does nothing more.</summary>
internal sealed class ProcessCrashedException(string where) : Exception($"The process died {where}.");

/// <summary>One life of a process. Its objects are made anew at each start, so that nothing but the databases is remembered.</summary>
internal sealed class SimulatedProcess : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public SimulatedProcess(SimulatedWorld world, IReadOnlyList<string> names)
    {
        (World, Names) = (world, names);
        var maps = world.Product.MapHandlers();
        Services = [.. names.Select(name => new ServiceInstance(this, world.Stored(name), maps))];
    }

    public SimulatedWorld World { get; }

    public IReadOnlyList<string> Names { get; }

    public IReadOnlyList<ServiceInstance> Services { get; }

    public bool IsDead { get; private set; }

    public CancellationToken Stop => _stop.Token;

    public ServiceInstance? Service(string name) => Services.FirstOrDefault(service => service.Name == name);

    public void RequireAlive()
    {
        if (IsDead)
        {
            throw new ProcessCrashedException("before");
        }
    }

    /// <summary>Dies here if chance will have it.</summary>
    public void MayCrash(Func<Faults, int> rate, string where)
    {
        if (World.Hits(rate, "crash " + where))
        {
            Kill();
            throw new ProcessCrashedException(where);
        }
    }

    public void Kill()
    {
        IsDead = true;
        _stop.Cancel();
    }

    public void Dispose()
    {
        foreach (var service in Services)
        {
            service.Dispose();
        }

        _stop.Dispose();
    }
}
