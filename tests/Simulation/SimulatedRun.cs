using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Simulation.Checks;
using LoanServicing.Simulation.People;
using LoanServicing.Simulation.World;

namespace LoanServicing.Simulation;

/// <summary>
/// One run: everything that a seed decides, step by step on one thread, with the rules checked after every step. First with faults for a number
/// of steps; then all is healed, everybody comes to an end, and the books must close.
/// </summary>
internal sealed class SimulatedRun : IDisposable
{
    /// <summary>Steps between two looks at what must agree between services.</summary>
    private const int BetweenEvery = 20;

    /// <summary>Steps between two looks at everything, the chains included.</summary>
    private const int AllEvery = 100;

    private readonly RuleChecks _rules;
    private readonly Population _population;

    public SimulatedRun(RunPlan plan)
    {
        World = new SimulatedWorld(plan);
        _rules = new RuleChecks(World);
        _population = new Population(World);
    }

    public SimulatedWorld World { get; }

    public RuleChecks Rules => _rules;

    /// <exception cref="SimulationFailedException">A rule does not hold; the message says how to see it again.</exception>
    public async Task<RunReport> RunAsync()
    {
        try
        {
            await BeginAsync();
            World.Faults = World.Plan.Faults;
            for (var step = 1; step <= World.Plan.Steps; step++)
            {
                await StepAsync();
                await CheckAsync(step);
            }

            World.Faults = Faults.None;
            await new Ending(World, _population, this).RunAsync();
            await _rules.AllAsync();
            await new BooksAtTheEnd(_population).RequireAsync();
            await _population.Clients.Decisions.RequireRecordedAsync(World);
            return new RunReport(World.Plan.Seed, World.Trace.Hash(), World.Trace.Steps, World.Trace.Counts);
        }
        catch (Exception cause)
        {
            World.Trace.Hash();
            throw new SimulationFailedException(World, cause);
        }
    }

    /// <summary>One round of one service's worker, with what may go wrong in it.</summary>
    public async Task WorkAsync(ServiceInstance service, string worker)
    {
        World.Trace.Begin($"{service.Name} {worker}");
        await GuardedAsync(service.Workers.Single(one => one.Name == worker).RoundAsync);
    }

    /// <summary>The network delivers one message.</summary>
    public async Task DeliverAsync(QueuedMessage message)
    {
        World.Trace.Begin($"network {message.Fact.GetType().Name} {World.Trace.NameOf(message.Fact.Header.Key)} to {message.Subscriber}");
        await GuardedAsync(async () => World.Trace.Note(await World.Network.DeliverAsync(message)));
    }

    /// <summary>Somebody does something.</summary>
    public async Task ActAsync(string who, Func<Task> act)
    {
        World.Trace.Begin(who);
        await GuardedAsync(async () =>
        {
            await act();
            await _population.Clients.SendFreshAsync();
        });
    }

    public async Task StartAsync(IReadOnlyList<string> names)
    {
        World.Trace.Begin($"start {names[0]}");
        await GuardedAsync(() => World.StartAsync(names));
    }

    public void Dispose() => World.Dispose();

    private async Task BeginAsync()
    {
        foreach (var names in World.Down.ToList())
        {
            await StartAsync(names);
        }

        await WorkAsync(World.Running("funding")!, "calendar");
    }

    private async Task StepAsync()
    {
        Weather.Move(World);
        await World.Chance.Weighted(Choices())();
    }

    private List<(int Weight, Func<Task> Do)> Choices()
    {
        var choices = new List<(int Weight, Func<Task> Do)> { (25, _population.ActAsync(this)) };
        if (World.Down.Count > 0)
        {
            choices.Add((8, () => StartAsync(World.Chance.Pick(World.Down))));
        }

        if (World.Network.Deliverable() is { Count: > 0 } messages)
        {
            choices.Add((30, () => DeliverAsync(World.Chance.Hits(500) ? messages[0] : World.Chance.Pick(messages))));
        }

        var services = World.Processes.SelectMany(process => process.Services).ToList();
        if (services.Count > 0)
        {
            var full = services.Where(service => World.Stored(service.Name).HasDeliveries).ToList();
            choices.Add((25, () => WorkAsync(World.Chance.Pick(full.Count > 0 && World.Chance.Hits(900) ? full : services), "dispatch")));
            choices.Add((14, WorkSomewhereAsync(services)));
        }

        return choices;
    }

    private Func<Task> WorkSomewhereAsync(List<ServiceInstance> services)
    {
        var (service, worker) = World.Chance.Pick(services.SelectMany(service => service.Workers.Skip(1), (service, worker) => (service, worker.Name)).ToList());
        return () => WorkAsync(service, worker);
    }

    private async Task CheckAsync(int step)
    {
        await _rules.ChangedAsync();
        if (World.Plan.ChecksAllEveryStep || step % AllEvery == 0)
        {
            await _rules.AllAsync();
        }
        else if (step % BetweenEvery == 0)
        {
            await _rules.BetweenAsync();
        }
    }

    /// <summary>Lets go what the product waits out; everything else that escapes is a finding.</summary>
    private async Task GuardedAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception cause) when (cause is not FindingException && World.Processes.Any(process => process.IsDead))
        {
            World.Trace.Note("-> dead");
        }
        catch (Exception cause) when (IsWaitedOut(cause))
        {
            World.Trace.Note("-> later");
        }

        World.BuryTheDead();
    }

    private static bool IsWaitedOut(Exception cause) => cause switch
    {
        AggregateException many => many.InnerExceptions.All(IsWaitedOut),
        _ => cause is DatabaseUnavailableException or TransportUnavailableException,
    };
}
